"""People hurt and things damaged, as an answer tells them: numbers count only where the text's own words give them."""

from __future__ import annotations

from contactline.read.document import Document
from contactline.read.llm.fields import Fields
from contactline.read.numbers import read_cardinal, read_quantity
from contactline.records.claims import Casualties, Damage, Mention, NumberForm, Outcome, Person, Status
from contactline.records.quotes import Quote, Span


def make_casualties(fields: Fields) -> tuple[Casualties, ...]:
    """The casualties of a claim whose number, words and outcome hold."""
    made = (_make_entry(entry) for entry in fields.entries("casualties"))
    return tuple(entry for entry in made if entry)


def _make_entry(entry: Fields) -> Casualties | None:
    quote = entry.quote("casualties", entry.text("words"))
    outcome = entry.choice("outcome", Outcome)
    if quote is None or outcome is None:
        if quote is None and not entry.text("words"):
            entry.dropped.append("casualties without words")
        return None
    entry.near = quote.span
    persons = tuple(person for inner in entry.entries("persons") if (person := _make_person(inner)))
    victims = entry.quote("victims", entry.text("victims")) or quote
    number = _check_number(entry, quote, victims, len(persons))
    if number is None:
        return None
    minimum, maximum, form = number
    status = entry.choice("status", Status) or Status.NOT_SAID
    return Casualties(outcome, status, minimum, maximum, form, Mention(victims.words, victims), quote, persons)


def _make_person(entry: Fields) -> Person | None:
    quote = entry.quote("persons", entry.text("name"))
    if quote is None:
        return None
    age = entry.number("age")
    if age is not None and age not in _read_cardinals(entry.document, entry.sentence):
        entry.dropped.append(f"age {age} does not stand in the text")
        age = None
    return Person(quote.words, quote, None if age is None else float(age))


def _check_number(entry: Fields, quote: Quote, victims: Quote, named: int) -> tuple[int, int | None, NumberForm] | None:
    """The number if the words give it, in the form that the words have; else ``None`` with a note."""
    minimum, maximum = entry.number("minimum"), entry.number("maximum")
    form = entry.choice("form", NumberForm)
    if minimum is None or form is None:
        return None
    spans = (quote.span, victims.span)
    quantities = [found for span in spans for found in _read_quantities(entry.document, span)]
    for low, high, said in quantities:
        if (low, high) == (minimum, maximum):
            return low, high, said
    cardinals = {number for span in spans for number in _read_cardinals(entry.document, span)}
    if minimum in cardinals and (maximum is None or (maximum in cardinals and maximum >= minimum)):
        return minimum, maximum, form if form is not NumberForm.NONE or minimum == 0 else NumberForm.EXACT
    if not quantities and _is_implied(minimum, maximum, form, named):
        return minimum, maximum, form
    said_words = f"{minimum}" if minimum == maximum else f"{minimum} to {'more' if maximum is None else maximum}"
    entry.dropped.append(f"the number {said_words} does not stand in “{quote.words[:80]}”")
    return None


def _is_implied(minimum: int, maximum: int | None, form: NumberForm, named: int) -> bool:
    """What words without a number may mean: the people named, one, or more than none."""
    if form is NumberForm.EXACT:
        return minimum == maximum and minimum in {named, 1} and minimum > 0
    return form is NumberForm.UNSPECIFIED and minimum in {1, 2} and maximum is None


def _read_quantities(document: Document, span: Span) -> list[tuple[int, int | None, NumberForm]]:
    words = [token.lower for token in document.tokens_in(span)]
    found = (read_quantity(words, index) for index in range(len(words)))
    return [(quantity.minimum, quantity.maximum, quantity.form) for quantity in found if quantity]


def _read_cardinals(document: Document, span: Span) -> set[int]:
    words = [part for token in document.tokens_in(span) for part in token.lower.split("-")]
    found = {read_cardinal(words, index) for index in range(len(words))}
    whole = {read_cardinal([token.lower], 0) for token in document.tokens_in(span)}
    return {number[0] for number in found | whole if number}


def make_damage(fields: Fields) -> tuple[Damage, ...]:
    """Damage of a claim whose words stand in the text."""
    found = []
    for entry in fields.entries("damage"):
        quote, level = entry.quote("damage", entry.text("words")), entry.text("level").lower()
        if quote is None:
            continue
        if level not in {"damaged", "destroyed"}:
            entry.dropped.append("a level of damage is none of the words to choose from")
            continue
        target = entry.quote("the damaged object", entry.text("target")) or quote
        status = entry.choice("status", Status) or Status.NOT_SAID
        found.append(Damage(Mention(target.words, target), status, level, quote))
    return tuple(found)
