"""Customer tables: good rows load, bad ones are explained, the made-up population is the same every time."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.customers import COLUMNS, LEVELS, SPENDING_HABITS, Customer, CustomerError, load, save, validate
from advisor.population import DATA, KNOWN, generate

HEADER = ",".join(COLUMNS.values())

customers = st.builds(
    Customer,
    customer_id=st.integers(1, 2**31 - 1),
    name=st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=50).map(str.strip),
    age=st.integers(18, 120),
    income=st.floats(0, 1e9),
    spending_habit=st.sampled_from(SPENDING_HABITS),
    risk_profile=st.sampled_from(LEVELS),
    transactions=st.integers(0, 10_000),
    sentiment_score=st.floats(-1, 1),
    engagement_level=st.sampled_from(LEVELS),
)


def table(tmp_path, *rows, header=HEADER):
    path = tmp_path / "customers.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_column_names_are_those_of_the_banks_table():
    assert HEADER == (
        "Customer_ID,Name,Age,Income,Spending_Habit,Risk_Profile,Transactions,Sentiment_Score,Engagement_Level"
    )


def test_good_rows_load_and_a_bad_row_is_reported_with_its_line_and_what_is_allowed(tmp_path):
    loaded = load(
        table(
            tmp_path,
            "1,Ann,28,68948,Moderate,Low,47,0.1,Medium",
            "2,Bob,seventeen,68948,Moderate,Low,47,0.1,Medium",
            "3,Cid,40,1000,Frugal,Low,47,nan,Medium",
            "4,Dan,40,1000,Budget,Low,47,0,High",
        )
    )
    assert [c.customer_id for c in loaded.customers] == [1, 4]
    assert [(bad.line, bad.reason) for bad in loaded.bad_rows] == [
        (3, "Age is 'seventeen'; allowed is whole years from 18 to 120"),
        (
            4,
            "Spending_Habit is 'Frugal'; allowed is Budget, Moderate or Luxury; "
            "Sentiment_Score is 'nan'; allowed is a number from -1 to 1",
        ),
    ]


def test_lines_are_counted_as_an_editor_counts_them_even_after_a_name_with_a_line_break(tmp_path):
    loaded = load(table(tmp_path, '1,"An\nn",28,1,Moderate,Low,47,0.1,Medium', "2,Bob,7,1,Moderate,Low,4,0,Low"))
    assert loaded.customers[0].name == "An\nn"
    assert loaded.bad_rows[0].line == 4


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,Ann,28", "3 values under 9 columns"),
        ("0,Ann,28,1,Moderate,Low,47,0.1,Medium", "Customer_ID is 0"),
        ("7,Ann,28,1,Moderate,Low,47,0.1,Medium", "Customer_ID 7 is already used by line 2"),
        ("8,Ann,28,inf,Moderate,Low,47,0.1,Medium", "Income is 'inf'"),
        ("9,Ann,28,-1,Moderate,Low,47,0.1,Medium", "Income is '-1'"),
    ],
)
def test_rows_that_cannot_be_used_say_why(tmp_path, row, reason):
    loaded = load(table(tmp_path, "7,First,28,1,Moderate,Low,47,0.1,Medium", row))
    assert len(loaded.customers) == 1
    assert reason in loaded.bad_rows[0].reason


def test_a_table_without_a_column_is_refused_with_the_columns_it_needs(tmp_path):
    with pytest.raises(CustomerError, match="no column Engagement_Level"):
        load(table(tmp_path, header=HEADER.replace(",Engagement_Level", "")))


def test_a_file_that_is_missing_or_no_text_is_refused_in_words(tmp_path):
    with pytest.raises(CustomerError, match="No such file"):
        load(tmp_path / "none.csv")
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(CustomerError, match="UTF-8"):
        load(tmp_path / "image.csv")


def test_columns_may_come_in_any_order_and_case_with_others_between(tmp_path):
    header = HEADER.replace("Customer_ID,Name", "name,CUSTOMER_ID,city")
    loaded = load(table(tmp_path, "Ann,1,Rome,28,1,Moderate,Low,47,0.1,Medium", header="\ufeff" + header))
    assert loaded.customers[0].name == "Ann"


@settings(max_examples=40)
@given(st.lists(customers, max_size=5, unique_by=lambda c: c.customer_id))
def test_what_is_saved_loads_back_equal(tmp_path_factory, those):
    path = tmp_path_factory.mktemp("tables") / "customers.csv"
    save(those, path)
    assert load(path).customers == tuple(those)


@given(st.dictionaries(st.sampled_from([*COLUMNS]), st.one_of(st.text(), st.integers(), st.floats(), st.none())))
def test_any_values_make_a_customer_or_an_error_in_words(values):
    try:
        customer = validate(values)
    except CustomerError as error:
        assert "allowed is" in str(error)
    else:
        assert math.isfinite(customer.income)


def test_a_guest_is_read_with_care_and_takes_what_they_tell():
    guest = Customer.guest(52_000, age=44)
    assert guest.is_guest and guest.risk_profile == "Low" and guest.age == 44
    with pytest.raises(CustomerError, match="Age"):
        Customer.guest(1, age=12)


def test_the_committed_table_is_the_generated_one_and_begins_with_the_known_customers():
    loaded = load(DATA)
    assert loaded.bad_rows == ()
    assert loaded.customers == generate()
    assert len(loaded.customers) >= 2000
    assert loaded.customers[:2] == KNOWN
