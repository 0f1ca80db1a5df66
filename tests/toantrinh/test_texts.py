from toantrinh import texts


def test_money_and_days_as_vietnamese_print_them() -> None:
    assert texts.money(200000) == "200.000 đ"
    assert texts.day("2026-06-30") == "30/06/2026"
    assert texts.moment("2026-06-30T08:05:00+07:00") == "30/06/2026 08:05:00"


def test_what_is_not_a_date_stays_as_it_is() -> None:
    assert texts.day("chưa rõ") == "chưa rõ"


def test_every_pair_has_both_languages() -> None:
    tables = (texts.STATUS, texts.CLASS, texts.STRENGTH, texts.CRITERION, texts.SYSTEM, texts.MODE)
    assert all(vi and en for table in tables for vi, en in table.values())
