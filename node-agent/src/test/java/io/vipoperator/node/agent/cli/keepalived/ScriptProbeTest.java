package io.vipoperator.node.agent.cli.keepalived;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptProbeTest {
    private static final Probe.Timing TIMING = new Probe.Timing(1000, 1000, 1, 1, null);
    private static final String HEAD =
            "{\"intervalMilliseconds\":1000,\"timeoutMilliseconds\":1000,\"healthyThreshold\":1,\"unhealthyThreshold\":1,";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            killall -0 nginx                                     | "process":{"name":"nginx"}
            /usr/bin/killall -0 nginx >/dev/null 2>&1            | "process":{"name":"nginx"}
            pidof a-name-of-many-letters                         | "process":{"name":"a-name-of-many-"}
            pgrep -x haproxy                                     | "process":{"name":"haproxy"}
            pgrep -f "java -jar app"                             | "process":{"commandLinePattern":"java -jar app"}
            systemctl is-active --quiet mysqld.service           | "process":{"name":"mysqld"}
            nc -z 127.0.0.1 80                                   | "tcp":{"port":80}
            nc -zv -w 2 db 5432 2>&1                             | "tcp":{"host":"db","port":5432}
            bash -c '</dev/tcp/127.0.0.1/6443'                   | "tcp":{"port":6443}
            ping -c 1 -W1 10.0.0.1                               | "ping":{"host":"10.0.0.1"}
            ping -c 3 10.0.0.1                                   | "ping":{"host":"10.0.0.1","count":3,"maximumLossPercent":66}
            curl -f http://127.0.0.1/                            | "http":{"path":"/","expectedStatuses":[{"from":200,"to":399}]}
            curl -sko /dev/null https://localhost:6443/healthz?a | "http":{"scheme":"HTTPS","port":6443,"path":"/healthz?a","hostHeader":"localhost","expectedStatuses":[{"from":100,"to":599}],"tls":{"verification":"Disabled"}}
            curl -fL -H 'Host: shop' http://10.0.0.1:81/x        | "http":{"host":"10.0.0.1","port":81,"path":"/x","hostHeader":"shop","expectedStatuses":[{"from":200,"to":399}],"redirects":"Follow"}
            wget -q --spider http://127.0.0.1/up                 | "http":{"method":"HEAD","path":"/up","redirects":"Follow"}
            timeout 1 pidof nginx                                | "process":{"name":"nginx"}
            """)
    void whatTutorialsWriteBecomesANativeCheck(String command, String expected) throws JsonProcessingException {
        assertThat(spec(command)).isEqualTo(HEAD + expected + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /etc/keepalived/check.sh a 1           | "/etc/keepalived/check.sh","a","1"
            check.sh                               | "/bin/sh","-c","check.sh"
            /bin/sh /etc/check.sh                  | "/bin/sh","-c","/bin/sh /etc/check.sh"
            killall -0 nginx && killall -0 php     | "/bin/sh","-c","killall -0 nginx && killall -0 php"
            curl -d x http://127.0.0.1/            | "/bin/sh","-c","curl -d x http://127.0.0.1/"
            nc 127.0.0.1 80                        | "/bin/sh","-c","nc 127.0.0.1 80"
            """)
    void whatIsNotSurelyUnderstoodIsAProgram(String command, String expected) throws JsonProcessingException {
        assertThat(spec(command)).isEqualTo(HEAD + "\"exec\":{\"command\":[" + expected + "]}}");
    }

    private static String spec(String command) throws JsonProcessingException {
        return new ObjectMapper()
                .writeValueAsString(
                        ScriptProbe.of(command).orElseThrow().probe().at(TIMING));
    }
}
