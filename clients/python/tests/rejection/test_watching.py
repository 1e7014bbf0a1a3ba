"""What a watch does beside the cases: another response, a broken body, and predicates (T236)."""

import json

import pytest

from connections_client.exchange.wire import Answer
from connections_client.rejection import AnsweredCall, is_refused, is_rejected_by_notion, is_rejected_by_provider

from rejection.watched import answer_of, parts_of, watch

REFUSED = {"jsonrpc": "2.0", "id": 1, "error": {"code": -32603, "message": "401 Unauthorized"}}
EVENTS = "text/event-stream"


def event(message) -> bytes:
    return f"data: {json.dumps(message)}\n\n".encode()


def passes(message, is_first):
    return None


def test_another_response_takes_the_place_only_of_one_that_nobody_has_seen():
    fresh = Answer(200, (), b"fresh")
    assert watch([event(REFUSED)], EVENTS, 1, lambda *_: fresh) is fresh
    chunks = [event({"jsonrpc": "2.0", "method": "x"}), event(REFUSED)]
    assert list(parts_of(watch(chunks, EVENTS, 1, lambda *_: fresh))) == chunks


def test_events_pass_before_the_next_is_read():
    read = []

    def coming():
        for number in range(3):
            read.append(number)
            yield event({"jsonrpc": "2.0", "method": "x"})

    parts = parts_of(watch(coming(), EVENTS, 1, passes))
    for number in range(3):
        assert next(parts) and read == list(range(number + 1))


def test_a_body_that_breaks_passes_as_far_as_it_came_and_breaks():
    def coming():
        yield b": hi\n\ndata: 1\n\ndata: {"
        raise ConnectionError

    parts = parts_of(watch(coming(), EVENTS, 1, passes))
    assert b"".join([next(parts), next(parts)]) == b": hi\n\ndata: 1\n\ndata: {"
    with pytest.raises(ConnectionError):
        next(parts)


def test_a_body_that_breaks_at_once_is_the_bodys_error():
    def coming():
        raise ConnectionError
        yield b""

    parts = parts_of(watch(coming(), EVENTS, 1, passes))
    with pytest.raises(ConnectionError):
        next(parts)


def test_what_judging_raises_is_raised_before_there_is_a_body_and_closes_it():
    def judge(message, is_first):
        raise LookupError

    answer = answer_of([event(REFUSED)], EVENTS)
    with pytest.raises(LookupError):
        watch(answer, EVENTS, 1, judge)
    assert answer.body.is_closed


def test_a_predicate_is_asked_about_errors_and_about_successes_if_it_wants():
    asked = []

    def judge(answer, call):
        asked.append(answer)
        return True

    success = {"result": {"content": [{"type": "text", "text": "x"}]}}
    assert not is_refused(judge, success, AnsweredCall())
    assert is_refused(judge, REFUSED, AnsweredCall()) and asked == [REFUSED]
    judge.judges_successes = True
    assert is_refused(judge, success, AnsweredCall())
    notion = {"object": "error", "status": 401, "code": "unauthorized"}
    said = {"result": {"content": [{"type": "text", "text": json.dumps(notion)}]}}
    assert is_refused(is_rejected_by_notion, said, AnsweredCall())
    assert not is_refused(is_rejected_by_provider, said, AnsweredCall())


@pytest.mark.parametrize("said", [1, "yes", None, [True]])
def test_only_true_is_a_yes_and_a_predicate_that_raises_has_not_said_so(said):
    assert not is_refused(lambda answer, call: said, REFUSED, AnsweredCall())
    assert not is_refused(lambda answer, call: 1 / 0, REFUSED, AnsweredCall())


def test_arguments_that_are_no_json_or_too_long_leave_it_unknown():
    for given in ({1, 2}, b"x", "x" * 300_000):
        assert not is_rejected_by_provider(REFUSED, AnsweredCall("x", {"file": given}))
    assert is_rejected_by_provider(REFUSED, AnsweredCall("x", {"file": "x" * 200_000}))


def test_an_error_that_is_nested_too_deeply_is_none():
    deep = {"status": 401}
    for _ in range(100_000):
        deep = {"error": deep}
    assert not is_rejected_by_provider({"error": {"message": "x", "data": deep}})
    nested = '{"error":' * 100_000 + "1" + "}" * 100_000
    assert list(parts_of(watch([nested.encode()], "application/json", 1, passes))) == [nested.encode()]
