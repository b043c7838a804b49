package io.vipoperator.node.agent.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.vipoperator.api.v1alpha1.VirtualIPNodeStateStatus;

/**
 * One line of an answer; every field may be absent.
 *
 * @param status what every router does, in the API's words
 * @param loop whether that is still true
 * @param entry one line of a timeline
 * @param done what was done, for people
 * @param error why nothing was done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ControlAnswer(
        VirtualIPNodeStateStatus status, LoopTurn loop, TimelineEntry entry, String done, String error) {
    static ControlAnswer state(VirtualIPNodeStateStatus status, LoopTurn loop) {
        return new ControlAnswer(status, loop, null, null, null);
    }

    static ControlAnswer entry(TimelineEntry entry) {
        return new ControlAnswer(null, null, entry, null, null);
    }

    static ControlAnswer alive(LoopTurn loop) {
        return new ControlAnswer(null, loop, null, null, null);
    }

    static ControlAnswer done(String done) {
        return new ControlAnswer(null, null, null, done, null);
    }

    static ControlAnswer error(String error) {
        return new ControlAnswer(null, null, null, null, error);
    }

    /**
     * How fresh a report is: nothing that a loop said before it stopped turning can be relied on.
     *
     * @param turning its last turn is younger than a second, as the renewal of addresses demands too
     * @param lastTurnMillisecondsAgo absent before the first turn
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LoopTurn(boolean turning, Long lastTurnMillisecondsAgo) {
        private static final long TURNING_MILLISECONDS = 1000;

        /** Of the age of the last turn; negative before the first. */
        static LoopTurn of(long ageMilliseconds) {
            return ageMilliseconds < 0
                    ? new LoopTurn(false, null)
                    : new LoopTurn(ageMilliseconds < TURNING_MILLISECONDS, ageMilliseconds);
        }
    }
}
