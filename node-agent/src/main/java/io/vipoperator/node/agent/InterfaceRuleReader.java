package io.vipoperator.node.agent;

import io.vipoperator.api.v1alpha1.InterfaceRuleType;
import io.vipoperator.node.loop.InterfaceRule;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads which NIC carries a router. Pure; for one router. */
final class InterfaceRuleReader {
    /** For people. */
    static final String NAME_RULE = "must be 1 to 15 characters without spaces, '/' and ':'";

    private static final Pattern NAME = Pattern.compile("[^\\s/:]{1,15}");

    private final Fields fields;

    /** Of the rule. */
    InterfaceRuleReader(Fields fields) {
        this.fields = fields;
    }

    /** Whether Linux accepts it as a NIC's name. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    InterfaceRule read(io.vipoperator.api.v1alpha1.InterfaceRule rule) {
        if (rule == null) {
            return new InterfaceRule.Subnet();
        }
        InterfaceRuleType type = rule.type() == null ? InterfaceRuleType.Subnet : rule.type();
        only(type, InterfaceRuleType.Name, "name", rule.name());
        only(type, InterfaceRuleType.Pattern, "pattern", rule.pattern());
        return switch (type) {
            case Subnet, Unrecognized -> new InterfaceRule.Subnet();
            case DefaultRoute -> new InterfaceRule.DefaultRoute();
            case Name -> name(rule.name());
            case Pattern -> pattern(rule.pattern());
        };
    }

    private void only(InterfaceRuleType type, InterfaceRuleType with, String field, String value) {
        if (value != null && type != with && type != InterfaceRuleType.Unrecognized) {
            fields.wrong(field, value, "must be absent unless interface.type is " + with);
        }
    }

    private InterfaceRule name(String name) {
        if (name == null) {
            fields.missing("name", "must be the name of a NIC");
            return new InterfaceRule.Subnet();
        }
        if (!isName(name)) {
            fields.wrong("name", name, NAME_RULE);
        }
        return new InterfaceRule.Name(name);
    }

    private InterfaceRule pattern(String pattern) {
        if (pattern == null) {
            fields.missing("pattern", "must be a regular expression");
            return new InterfaceRule.Subnet();
        }
        try {
            return new InterfaceRule.NamePattern(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            fields.wrong("pattern", pattern, "must be a regular expression: " + e.getDescription());
            return new InterfaceRule.Subnet();
        }
    }
}
