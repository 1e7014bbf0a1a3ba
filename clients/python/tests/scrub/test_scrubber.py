"""What no case says: streams, limits, and what a search may cost (T151, T153)."""

import json
import time

import pytest

from connections_client.forms.scrub_result import scrub_result
from connections_client.scrub import (
    AnswerSecrets,
    GuardedBody,
    KnownSecrets,
    Scrubber,
    SearchBudget,
    TooLarge,
    Undecodable,
    Unsearchable,
    caseless_patterns_of,
    patterns_of,
    refuse_undecoded,
    scrub_text,
)
from connections_client.scrub.limits import KNOWN_SECRETS, SEARCH_SLICE
from connections_client.scrub.read_character import readings
from connections_client.scrub.reading_input import Input

TOKEN = "ya29.A0+rSt/uVw_xYz-0123=456~789"
KNOWN = [f"eyJ0{index}.of-a-long-token" for index in range(16)]
PAGE = "# A page\n\nIt has “quotes”, `code`, 79 % & a [link](https://a.example/b?c=%20d): ya30 fee\n\n\tint a = b;\n"


def injection(index: int) -> dict[str, object]:
    return {"headers": {"Authorization": f"Bearer token-of-call-{index}-end"}}


def steps_of(text: str, secrets: list[str]) -> float:
    budget = SearchBudget(1e9, 0)
    budget.look(text.encode(), patterns_of(secrets), 0, is_whole=True)
    return 1e9 - budget.left


def test_events_are_not_delayed():
    scrubber = Scrubber([TOKEN])
    for line in (PAGE * 3).split("\n"):
        for event in (f"data: {line}\n\n", f"data: {json.dumps({'text': line})}\r\n\r\n", f"data: {line.encode().hex()}\n\n"):
            assert scrubber.feed(event.encode()).decode() == event
    assert scrubber.feed(f"data: {TOKEN}\n\n".encode()) == b"data: [removed]\n\n"
    assert (scrubber.finish(), scrubber.found) == (b"", True)


def test_no_more_is_held_back_than_could_begin_a_token():
    scrubber = Scrubber([TOKEN])
    held = 0
    for byte in f'{{"data":"{"bm8gdG9rZW4" * 200}"}} {TOKEN[:-1]}!'.encode():
        held += 1 - len(scrubber.feed(bytes((byte,))))
        assert held <= len(TOKEN)
    assert not scrubber.found


def test_a_secret_that_becomes_known_is_looked_for_in_an_open_stream():
    known = KnownSecrets()
    scrubber = Scrubber(AnswerSecrets(known))
    assert scrubber.feed(b"1 token-of-call-1-end!") == b"1 token-of-call-1-end!"
    known.add(injection(1))
    assert scrubber.feed(b"2 token-of-call-1-end!") == b"2 [removed]!"


def test_what_was_sent_last_is_forgotten_last_and_nothing_is_shown():
    known = KnownSecrets(*map(injection, range(KNOWN_SECRETS)))
    now = known.now
    known.add(injection(0))
    assert known.now is now
    known.add(injection(100))
    texts = [scrub_text(f"token-of-call-{index}-end", known.now.patterns) for index in (0, 1, 2, 100)]
    assert texts == ["[removed]", "token-of-call-1-end", "[removed]", "[removed]"]
    patterns = known.now.patterns
    shown = f"{known!r} {patterns!r} {next(iter(patterns.by_first.values()))!r} {Scrubber(AnswerSecrets(known))!r}"
    assert "token" not in shown


def test_an_answer_is_searched_for_its_own_secrets_when_its_client_has_forgotten_them():
    known = KnownSecrets(injection(0))
    own = AnswerSecrets(known, injection(0))
    scrubber = Scrubber(own)
    assert own.patterns is known.now.patterns
    assert scrubber.feed(b"1 token-of-ca") == b"1 "
    for index in range(1, KNOWN_SECRETS + 1):
        known.add(injection(index))
    assert scrubber.feed(b"ll-0-end! token-of-call-16-end!") == b"[removed]! [removed]!"
    assert (scrub_text("token-of-call-0-end", known.now.patterns), scrub_text("token-of-call-0-end", own)) == (
        "token-of-call-0-end",
        "[removed]",
    )
    assert own.patterns is own.patterns
    assert "token" not in f"{own!r} {own.now!r}"


def test_names_of_headers_are_compared_in_small_letters():
    patterns = caseless_patterns_of(["AbCdEfGhIjKlMnOp123"])
    assert scrub_text("x-abcdefghijklmnop123", patterns) == "x-[removed]"


def test_halves_of_surrogate_pairs_pass():
    text = "\ud83d no token \udc00"
    assert scrub_text(text, [TOKEN]) is text
    assert scrub_text(f"\ud83d {TOKEN}", [TOKEN]).endswith(" [removed]")


def without_token(text):
    return scrub_text(text, [TOKEN])


def test_values_are_copied_without_the_token_and_errors_are_changed():
    cyclic: list[object] = [TOKEN, {TOKEN: (TOKEN, b"x" + TOKEN.encode()), "n": 1}, {TOKEN}]
    cyclic.append(cyclic)
    clean = scrub_result(cyclic, without_token)
    assert clean[:3] == ["[removed]", {"[removed]": ("[removed]", b"x[removed]"), "n": 1}, {"[removed]"}]
    assert clean[3] is clean and cyclic[0] == TOKEN
    error = ValueError(f"bad {TOKEN}")
    error.__cause__ = KeyError(TOKEN)
    assert scrub_result(error, without_token) is error
    assert (error.args, error.__cause__.args) == (("bad [removed]",), ("[removed]",))


def test_a_body_is_counted_checked_and_searched_in_slices():
    body = GuardedBody(Scrubber([TOKEN]), max_bytes=100_000)
    slices = list(body.feed(b"~" * (2 * SEARCH_SLICE + 1)))
    assert [len(each) for each in slices] == [SEARCH_SLICE, SEARCH_SLICE, 1]
    with pytest.raises(TooLarge):
        list(body.feed(b"~" * 100_000))


@pytest.mark.parametrize("cut", [0, 1, 3])
@pytest.mark.parametrize("first", [b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd"])
def test_a_body_that_is_still_compressed_is_refused(first, cut):
    body = GuardedBody(Scrubber([TOKEN]))
    with pytest.raises(Undecodable):
        for chunk in (first[:cut], first[cut:]):
            list(body.feed(chunk))


def test_encodings_that_are_not_decoded_are_refused():
    for content in (None, "", "gzip", "GZIP", "x-gzip, deflate", "identity"):
        refuse_undecoded(content, "chunked")
    refuse_undecoded("gzip, br", None, {"gzip", "br"})
    for content in ("zstd", "br", "compress", "gzip, identity", ",gzip", "gzip,", '"gzip"', "gzip;q=1", "gzip gzip"):
        with pytest.raises(Undecodable):
            refuse_undecoded(content, None)
    with pytest.raises(Undecodable):
        refuse_undecoded(None, "gzip, chunked")


@pytest.mark.parametrize(
    ("token", "chunks"),
    [
        ("a" * 2_000 + "b", [b"a" * 20_000]),
        ("abcdefghijklmnopqrstuvwxyz0123456789!" * 120, [b"abcdefghijklmnopqrstuvwxyz0123456789!"[i % 37 :][:1] for i in range(4_400)]),
    ],
    ids=["it repeats the beginning of a token", "it comes byte by byte behind the beginning of a long token"],
)
def test_an_answer_that_is_made_to_be_slow_is_refused(token, chunks):
    scrubber = Scrubber([token])
    with pytest.raises(Unsearchable) as refused:
        for chunk in chunks:
            scrubber.feed(chunk)
    assert str(refused.value) == refused.value.code == "unsearchable"


def test_the_parts_of_a_value_have_one_budget():
    texts = [f"{chr(92) * 2}u0065" * 100 + str(index) for index in range(20)]
    def searched(budget):
        return lambda text: scrub_text(text, KNOWN, budget)

    assert scrub_result(texts[:2], searched(SearchBudget(100_000, 0))) == texts[:2]
    with pytest.raises(Unsearchable):
        scrub_result(texts, searched(SearchBudget(30_000, 0)))


def test_readings_cost_steps_and_places_without_a_token_next_to_none():
    for unit, least in (("\\%", 20), ("%25", 3), ("&amp;&amp;", 2), ("ya29.", 0.4)):
        assert steps_of(unit * (4_000 // len(unit)), [TOKEN]) / 4_000 > least, unit
    assert steps_of("eyJ0 " * 1_000, KNOWN) > 8 * steps_of("eyJ0 " * 1_000, KNOWN[:1])
    for text in (PAGE * 500, json.dumps({"text": PAGE * 500}), json.dumps(json.dumps({"text": PAGE * 500}))):
        assert steps_of(text, [TOKEN]) / len(text) < 1
    given = Input(b"%61", 10)
    assert (list(readings(given, 0)), given.steps_left) == ([(0x25, 1), (0x61, 3)], 9)


def test_the_steps_of_an_answer_bound_its_time():
    # Generous: a step takes 1 to 1.5 µs, and a machine may be five times as slow.
    text = b"\\\\u0065%2561&amp;#x61;" * 4_000
    budget = SearchBudget(1e9, 0)
    before = time.process_time()
    budget.look(text, patterns_of(KNOWN), 0, is_whole=True)
    assert (time.process_time() - before) / (1e9 - budget.left) < 1e-5
