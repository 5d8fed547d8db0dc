"""Units of amounts: currencies by code, name and symbol; thousands, 万 and millions; what a header says of both.

Rules: a unit is read whole or not at all: k EUR is never EUR. What is not known is said (`None`), and whoever asked
decides. Leaves to others: numbers (`cells`), which column it is (`columns`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from takeover.values import fold_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a header, a format or a currency column adds to an amount: a currency (code or symbol), and a factor."""

    currency: str = ""
    factor: int = 1


_CODES = frozenset(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of 150 quoted words is harder to read
)
"""ISO 4217."""
_NAMES: Mapping[str, str] = {
    "人民币": "CNY", "rmb": "CNY", "cn¥": "CNY", "美元": "USD", "欧元": "EUR", "英镑": "GBP", "日元": "JPY",
    "港元": "HKD", "港币": "HKD", "新台币": "TWD", "us$": "USD", "hk$": "HKD", "nt$": "TWD",
    "s$": "SGD", "a$": "AUD", "c$": "CAD", "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "元": "CNY",
}  # fmt: skip
"""Names and symbols that mean one currency, longer ones first where one ends with another."""
_SYMBOLS: Mapping[str, frozenset[str]] = {
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "BBD", "BSD", "BZD"}),
    "¥": frozenset({"CNY", "JPY"}),
}
"""Symbols of several currencies."""

_SCALES: Mapping[str, int] = {
    **dict.fromkeys(("k", "t", "tsd", "tausend", "thousand", "thousands", "1000", "1,000", "1.000", "000"), 1_000),
    **dict.fromkeys(("m", "mm", "mn", "mio", "million", "millions", "millionen"), 1_000_000),
    **dict.fromkeys(("bn", "mrd"), 1_000_000_000),
}
"""Words for a factor. No "billion": in German it is a thousand times as much."""
_CHINESE_SCALES: Mapping[str, int] = {
    "十": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8,
}  # fmt: skip
_CHINESE = "(?:[十百佰千仟][万萬]?[亿億]?|[万萬][亿億]?|[亿億])"
"""Factors one behind the other are multiplied, the smaller first: 百万, 万亿."""
_ENDING = re.compile(rf"{_CHINESE}$")


def _list_words(words: Iterable[str]) -> str:
    return "|".join(re.escape(word.casefold()) for word in sorted(words, key=len, reverse=True))


_SCALE = rf"(?:{_CHINESE}|'?(?:{_list_words(_SCALES)})(?![0-9])\.?)"
_CURRENCY = rf"(?:人民币\s*:?\s*元|元人民币|{_list_words((*_CODES, *_NAMES, *_SYMBOLS))})"
_OPENING = r"(?:单位[为是]?\s*:?|units?\s*:?|(?:amounts? |figures |angaben )?in(?=[\s0-9]))"
_UNIT = re.compile(
    rf"{_OPENING}?\s*(?:"
    rf"(?P<scale>{_SCALE})[\s-]*(?:of )?(?P<currency>{_CURRENCY})"
    rf"|(?P<currency_2>{_CURRENCY})[\s:,-]*(?:in )?(?P<scale_2>{_SCALE})元?"
    rf"|(?P<currency_3>{_CURRENCY})"
    rf"|(?P<scale_3>{_SCALE})"
    rf")"
)
_BEHIND = re.compile(rf"{_CHINESE}(?:{_list_words(name for name in _NAMES if not name.isascii())})$")
BRACKETS = re.compile(r"[(\[（【](.*?)[)\]）】]")
_NO_UNIT = frozenset(
    map(
        fold_word,
        ("net", "gross", "netto", "brutto", "incl. VAT", "excl. VAT", "incl. tax", "excl. tax", "含税", "不含税"),
    )
)
"""What stands in the bracket of an amount and is no unit."""


def name_currency(text: str) -> str:
    """Return the code of a currency by its code, name or symbol; the symbol itself where it has several; else empty."""
    said = unicodedata.normalize("NFKC", text).strip()
    if said.upper() in _CODES:
        return said.upper()
    return said if said in _SYMBOLS else _NAMES.get(said.casefold(), "")


def choose_currency(stated: tuple[str, str], usual: str) -> str | None:
    """Return the code that is stated, a symbol with the help of the others; empty if none is, None if they differ."""
    codes = {code for code in stated if code and code not in _SYMBOLS}
    symbols = {code for code in stated if code in _SYMBOLS}
    if len(codes) > 1:
        return None
    code = next(iter(codes), usual)
    if symbols and codes and any(code not in _SYMBOLS[symbol] for symbol in symbols):
        return None
    fits = all(code in _SYMBOLS[symbol] for symbol in symbols)
    return code if fits else ""


def split_money(text: str) -> tuple[str, str, int]:
    """Split an amount into its number, its currency (code, symbol or empty) and its factor (万, 百万, 万亿)."""
    said = unicodedata.normalize("NFKC", text).strip()
    currency = ""
    for word in re.findall(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z$])", said):
        if word.upper() in _CODES:
            currency, said = word.upper(), said.replace(word, " ", 1)
            break
    folded = said.casefold()
    for name in (*_NAMES, *_SYMBOLS):
        if not currency and name in folded:
            at = folded.index(name)
            currency, said = _NAMES.get(name, name), said[:at] + " " + said[at + len(name) :]
            break
    said = said.strip()
    ending = _ENDING.search(said)
    return (said[: ending.start()].strip(), currency, _factor_of(ending[0])) if ending else (said, currency, 1)


def _factor_of(scale: str) -> int:
    word = scale.strip("'.")
    if word in _SCALES:
        return _SCALES[word]
    factor = 1
    for sign in word:
        factor *= _CHINESE_SCALES[sign]
    return factor


def read_unit(text: str) -> Unit | None:
    """Read a unit such as EUR, k€, TEUR, Mio. EUR, in 1000 EUR, 万元, 单位：百万美元; None where that is not all."""
    said = " ".join(unicodedata.normalize("NFKC", text).replace("’", "'").casefold().split())
    found = _UNIT.fullmatch(said)
    if found is None:
        return None
    currency = found["currency"] or found["currency_2"] or found["currency_3"] or ""
    scale = found["scale"] or found["scale_2"] or found["scale_3"]
    if "人民币" in currency:
        currency = "人民币"
    return Unit(currency=name_currency(currency), factor=_factor_of(scale) if scale else 1)


def unit_of(name: str, own: Collection[str] = ()) -> Unit | None:
    """Read the unit of amounts that a header states: Amount (EUR), Amount in k€, 金额（万元）.

    Args:
        name: the header.
        own: brackets that are no unit, folded: they stand in the column's own title.

    Returns:
        The unit, empty where the header states none; None where a bracket or a second line is not understood, or two
        units contradict each other.
    """
    said = unicodedata.normalize("NFKC", name)
    first, *further = BRACKETS.sub(" ", said).strip().split("\n")
    stated = [text for text in (*BRACKETS.findall(said), *further) if text.strip() and fold_word(text) not in own]
    units = [_read_parts(text) for text in stated]
    known = [unit for unit in (*units, _read_ending(first)) if unit is not None]
    currencies = {unit.currency for unit in known if unit.currency not in ("", *_SYMBOLS)}
    symbols = {unit.currency for unit in known if unit.currency in _SYMBOLS}
    factors = {unit.factor for unit in known if unit.factor > 1}
    if None in units or len(currencies) > 1 or len(factors) > 1:
        return None
    return Unit(currency=next(iter((*currencies, *symbols)), ""), factor=next(iter(factors), 1))


def _read_parts(text: str) -> Unit | None:
    """Read what a bracket states: a unit, or a unit and something that is none (EUR, net)."""
    if unit := read_unit(text):
        return unit
    parts = [part for part in re.split("[,;、]", text) if fold_word(part) not in _NO_UNIT]
    return read_unit(parts[0]) if len(parts) == 1 else None if parts else Unit()


def _read_ending(line: str) -> Unit | None:
    """Read a unit at the end of a header without brackets, else a currency anywhere behind its first word."""
    words = line.split()
    for at in range(1, len(words)):
        text = " ".join(words[at:])
        unit = read_unit(text)
        if unit and (unit.currency or words[at].casefold() == "in"):
            return unit
    if found := _BEHIND.search(line.rstrip()):
        return read_unit(found[0])
    return next((Unit(currency=code) for word in words[1:] if (code := name_currency(word))), None)
