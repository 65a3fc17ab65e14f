"""The articles are well kept, cover the catalogue, and their worked examples add up."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.article import Source, load_articles, read_article
from knowledge.lint_articles import known_topics, main, problems_among, problems_of, reading_grade, sentences

DATA = Path(__file__).parents[2] / "data"
PRODUCTS = DATA / "products.yml"

# What a customer who asks about a product of the catalogue should be able to read.
ARTICLE_OF_PRODUCT = {
    "everyday-saver": "easy-access-savings",
    "rainy-day-pot": "easy-access-savings",
    "round-up-saver": "round-up-saving",
    "first-home-saver": "house-deposit-where",
    "goal-saver": "goal-savings-accounts",
    "fixed-1-year": "fixed-term-deposits",
    "fixed-3-year": "fixed-term-deposits",
    "notice-90": "notice-accounts",
    "education-saver": "education-saving",
    "student-saver": "student-budget",
    "senior-income-deposit": "fixed-term-deposits",
    "inflation-bond-fund": "inflation-linked-bonds",
    "short-bond-fund": "short-bond-funds",
    "cautious-mix": "multi-asset-funds",
    "balanced-mix": "multi-asset-funds",
    "world-share-index": "what-is-index-fund",
    "target-date-retirement": "target-date-funds",
    "retirement-income-fund": "retirement-income-funds",
    "sustainable-balanced": "sustainable-investing",
    "education-growth-plan": "education-saving",
    "private-portfolio": "private-portfolios",
    "debt-consolidation-loan": "debt-consolidation",
    "first-home-mortgage": "mortgage-basics",
    "green-home-loan": "green-mortgages",
    "car-loan": "buy-car-cash-or-loan",
    "electric-car-loan": "electric-car-finance",
    "study-loan": "private-student-loans",
    "start-up-loan": "business-loans",
    "everyday-card": "credit-card-basics",
    "balance-transfer-card": "balance-transfer-cards",
    "cashback-card": "rewards-cards",
    "travel-card": "travel-cards",
    "student-card": "student-cards",
    "platinum-card": "premium-cards",
    "low-rate-card": "low-rate-cards",
}

# Where a customer reads everything of one kind that the bank has.
ARTICLE_OF_TYPE = {
    "savings": "milepost-savings-accounts",
    "investment": "milepost-investments",
    "loan": "milepost-loans",
    "card": "milepost-cards",
}
NUMBERS = {6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve"}
# How the article on what is kept says a term; where the term stands in data/retention.yml.
TERMS_TOLD = [
    ("keeps your conversation for {} after it last changed", ("rows", "conversations", 0, "keep")),
    ("replaced versions for {}", ("rows", "plans", 0, "keep")),
    ("suggestions are kept for {}", ("rows", "recommendations", 0, "keep")),
    ("or {} after you decided", ("rows", "recommendations", 1, "keep")),
    ("stays for {} after it last changed", ("rows", "profiles", 0, "keep")),
    ("replies are deleted after {}", ("rows", "speech", 0, "keep")),
    ("everything of a guest is erased {} after", ("everything", "guest")),
    ("left of a customer goes {} after", ("everything", "customer")),
]


def payment(principal, rate, months):
    """Level payment a month on a loan: principal r / (1 - (1 + r)^-n), r the yearly rate over twelve."""
    monthly = rate / 12
    return principal * monthly / (1 - (1 + monthly) ** -months)


def loan_interest(principal, rate, months):
    return payment(principal, rate, months) * months - principal


def saved(monthly, rate, months):
    """What payments at each month's end grow to: c ((1 + r)^n - 1) / r."""
    growth = rate / 12
    return monthly * ((1 + growth) ** months - 1) / growth


def payoff(balance, rate, monthly):
    """(months, interest) until a debt is gone at a fixed payment."""
    interest, months = 0.0, 0
    while balance > 0:
        charged = balance * rate / 12
        balance, interest, months = balance + charged - monthly, interest + charged, months + 1
    return months, interest


def dollars(amount, step=1.0):
    return f"${round(amount / step) * step:,.0f}"


MORTGAGE = payment(200_000, 0.05, 360)
OVERPAID = payoff(200_000, 0.05, MORTGAGE + 100)
WORKED_EXAMPLES = [
    ("compound-interest", dollars(1000 * 1.05**10)),
    ("compound-interest", dollars(1000 * 1.05**30)),
    ("what-is-inflation", dollars(100 * 1.03**10)),
    ("savings-goal-monthly", f"${55_000 / 36:,.2f}"),
    ("savings-goal-monthly", "about $1,424"),  # 1,423.82: oracle 13 of the finance formulas
    ("savings-goal-monthly", dollars(20_000 * 1.03**5, 100)),
    ("personal-loans", dollars(payment(10_000, 0.12, 36))),
    ("personal-loans", dollars(loan_interest(10_000, 0.12, 36))),
    ("personal-loans", dollars(payment(10_000, 0.12, 60))),
    ("personal-loans", dollars(loan_interest(10_000, 0.12, 60))),
    ("debt-consolidation", dollars(payment(8_000, 0.12, 36))),
    ("debt-consolidation", dollars(loan_interest(8_000, 0.12, 36))),
    ("mortgage-basics", dollars(MORTGAGE)),
    ("mortgage-basics", dollars(payment(200_000, 0.05, 240))),
    ("mortgage-overpay-or-invest", dollars(loan_interest(200_000, 0.05, 360) - OVERPAID[1], 1000)),
    ("mortgage-15-or-30", dollars(payment(200_000, 0.065, 360))),
    ("mortgage-15-or-30", dollars(loan_interest(200_000, 0.065, 360), 1000)),
    ("mortgage-15-or-30", dollars(payment(200_000, 0.06, 180))),
    ("mortgage-15-or-30", dollars(loan_interest(200_000, 0.06, 180), 1000)),
    ("green-mortgages", dollars(payment(250_000, 0.064, 360) - payment(250_000, 0.061, 360))),
    ("buy-car-cash-or-loan", dollars(payment(20_000, 0.07, 48))),
    ("buy-car-cash-or-loan", dollars(loan_interest(20_000, 0.07, 48))),
    ("buy-car-cash-or-loan", dollars(payment(20_000, 0.07, 72))),
    ("buy-car-cash-or-loan", dollars(loan_interest(20_000, 0.07, 72))),
    ("electric-car-finance", dollars(payment(25_000, 0.059, 60))),
    ("electric-car-finance", dollars(payment(25_000, 0.072, 60))),
    ("electric-car-finance", dollars(60 * (payment(25_000, 0.072, 60) - payment(25_000, 0.059, 60)), 10)),
    ("education-saving", dollars(saved(150, 0.05, 216), 1000)),
    ("house-deposit-where", dollars(saved(800, 0.04, 36), 50)),
    ("fafsa-aid", dollars(payment(25_000, 0.055, 120))),
    ("fund-fees", dollars(10_000 * 1.059**30, 100)),
    ("fund-fees", dollars(10_000 * 1.049**30, 1000)),
    ("save-or-invest", dollars(10_000 * 1.04**2)),
    *(("debt-payoff-time", f"{payoff(5_000, 0.2, monthly)[0]} months") for monthly in (100, 200, 300)),
    *(("debt-payoff-time", dollars(payoff(5_000, 0.2, monthly)[1], 20)) for monthly in (100, 200)),
    ("late-retirement-start", dollars(saved(800, 0.05, 204), 1000)),
    ("retirement-money-for-debt", dollars(10_000 / 0.68, 100)),
    ("retirement-money-for-debt", dollars(14_700 * 1.05**25, 100)),
    ("currency-risk", f"{100 * (1.08 * 0.95 - 1):.1f} percent"),
    ("currency-risk", f"{100 * (1.08 * 1.05 - 1):.1f} percent"),
    ("apy-vs-apr", f"{100 * ((1 + 0.05 / 12) ** 12 - 1):.2f} percent"),
    ("apy-vs-apr", f"{100 * ((1 + 0.24 / 365) ** 365 - 1):.1f} percent"),
    ("low-rate-cards", dollars(sum((1200 - 200 * month) * 0.01 for month in range(6)))),
    ("low-rate-cards", dollars(sum((1200 - 200 * month) * 0.02 for month in range(6)))),
    ("today-or-future-money", dollars(5_000 * 1.03**5)),
    ("today-or-future-money", dollars(1_000_000 / 1.03**30, 1000)),
    ("travel-cards", dollars(48 / 0.025)),
    ("premium-cards", dollars(240 / 0.01)),
    ("choose-credit-card", dollars(95 / 0.02)),
    ("balance-transfer-cards", dollars(4_120 / 15, 5)),
    ("real-estate-investing", f"{100 * 18_000 * 0.6 / 200_000:.1f} percent"),
    ("fixed-term-deposits", f"${5_000 * 0.0435:.2f}"),
    ("interest-only-mortgage", dollars(200_000 * 0.05 / 12)),
    ("interest-only-mortgage", dollars(MORTGAGE)),
    ("offset-mortgage", f"£{20_000 * 0.05:,.0f}"),
    ("loan-to-value", f"{100 * 240_000 / 300_000:.0f} percent"),
    ("shared-ownership", f"£{300_000 * 0.4 * 0.1:,.0f}"),
    ("subsidized-student-loans", dollars(4 * 5_000 * 0.06)),
    ("zero-based-budget", dollars(1_200 + 500 + 350 + 250 + 300 + 250 + 150)),
    ("envelope-method", dollars(350 + 100 + 80 + 70)),
    ("home-working-expenses", dollars(5 * 300)),
]


@pytest.fixture(scope="module")
def articles():
    return {article.slug: article for article in load_articles()}


@pytest.fixture(scope="module")
def good(articles):
    return articles["what-is-apr"]


def test_every_article_passes_the_lint(articles):
    topics = known_topics()
    found = {slug: problems_of(article, topics) for slug, article in articles.items()}
    assert {slug: problems for slug, problems in found.items() if problems} == {}
    assert problems_among(articles.values(), topics) == []


def test_there_are_enough_articles_to_answer_from(articles):
    assert len(articles) >= 80


def test_every_product_of_the_catalogue_has_an_article(articles):
    products = {each["id"] for each in yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))["products"]}
    assert products - ARTICLE_OF_PRODUCT.keys() == set(), "write an article for the new product and name it here"
    assert {slug for slug in ARTICLE_OF_PRODUCT.values() if slug not in articles} == set()


@pytest.mark.parametrize("kind", ARTICLE_OF_TYPE)
def test_everything_that_the_bank_offers_is_named_where_its_kind_is_told(articles, kind):
    offered = [each["name"] for each in yaml.safe_load(PRODUCTS.read_text(encoding="utf-8"))["products"]
               if each["type"] == kind]  # fmt: skip
    body = articles[ARTICLE_OF_TYPE[kind]].body
    assert [name for name in offered if name not in body] == []
    assert f" {NUMBERS[len(offered)]} " in body, "the article says how many there are"


@pytest.mark.parametrize(("told", "place"), TERMS_TOLD, ids=lambda value: str(value))
def test_what_is_said_to_be_kept_is_what_is_kept(articles, told, place):
    term = yaml.safe_load((DATA / "retention.yml").read_text(encoding="utf-8"))
    for step in place:
        term = term[step]
    assert told.format(term) in articles["milepost-what-is-kept"].body


@pytest.mark.parametrize(("slug", "figure"), WORKED_EXAMPLES, ids=lambda value: str(value))
def test_a_worked_example_adds_up(articles, slug, figure):
    assert figure in articles[slug].body


def test_the_payoff_examples_add_up(articles):
    months, interest = payoff(8_000, 0.24, 266)
    assert 44 <= months <= 48 and "close to four years" in articles["debt-consolidation"].body
    assert 2.6 <= interest / loan_interest(8_000, 0.12, 36) <= 3.0
    assert 4.5 <= 30 - OVERPAID[0] / 12 <= 5.5 and "about five years" in articles["mortgage-overpay-or-invest"].body


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": "APR explained"}, "must be the question"),
        ({"slug": "What is APR"}, "lower-case"),
        ({"topics": ()}, "0 topics"),
        ({"topics": ("alchemy",)}, "'alchemy' is not in topics.yml"),
        ({"jurisdiction": "Mars"}, "must be one of"),
        ({"jurisdiction": "US"}, "says otherwise about the UK"),
        ({"reviewed": "last spring"}, "must be a date"),
        ({"sources": ()}, "at least one public source"),
        ({"sources": (Source("CFPB", "consumerfinance.gov"),)}, "full https address"),
        ({"body": "APR is a yearly cost in the UK."}, "between 180 and 350"),
    ],
)
def test_the_lint_names_what_is_wrong(good, change, complaint):
    assert [problem for problem in problems_of(replace(good, **change)) if complaint in problem]


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        ("It rises with fees.", "cannot be quoted alone"),
        ("They rise with fees.", "cannot be quoted alone"),
        ("Savings give you peace of mind.", "say what is meant"),
        (("A very " + "long " * 45 + "sentence.").strip(), "longer than 45 words"),
        ("Word. " * 121, "a paragraph is longer"),
        ("Institutionalised amortisation methodologies notwithstanding, " * 8, "school grade"),
    ],
)
def test_the_lint_reads_the_text(good, sentence, complaint):
    damaged = replace(good, body=f"{good.body}\n\n{sentence}")
    assert [problem for problem in problems_of(damaged) if complaint in problem]


def test_an_article_whose_first_sentence_evades_the_question_is_named(good):
    evasive = replace(good, body="Many people wonder about borrowing.\n\n" + good.body)
    assert any("must answer the title" in problem for problem in problems_of(evasive))


def test_an_article_grows_old(good):
    assert problems_of(good, today=date(2027, 11, 23)) == []
    assert any("last reviewed" in problem for problem in problems_of(good, today=date(2029, 1, 1)))


def test_what_is_wrong_between_articles_is_named(good):
    twin = replace(good, slug="apr-again", sources=(Source("Another name", good.sources[0].url),))
    found = "\n".join(problems_among([good, twin], frozenset({*good.topics, "nobody-writes-about-this"})))
    assert "is the title of 2 articles" in found
    assert "'nobody-writes-about-this' in topics.yml has no article" in found
    assert "goes by several titles" in found


def test_a_folder_with_a_broken_file_fails_and_says_which(tmp_path, capsys):
    (tmp_path / "broken.md").write_text("no front matter at all", encoding="utf-8")
    assert main(tmp_path) == 1
    assert "broken.md: the front matter needs title" in capsys.readouterr().out
    with pytest.raises(ValueError, match="broken.md"):
        read_article(tmp_path / "broken.md")


def test_an_empty_folder_is_not_a_clean_one(tmp_path):
    assert main(tmp_path) == 1


def test_the_reading_grade_is_the_published_formula():
    # 10 words of 30 letters in 2 sentences
    assert reading_grade("The card has a fee. The fee is small now.") == pytest.approx(4.71 * 3.0 + 0.5 * 5 - 21.43)


def test_sentences_are_not_cut_at_decimals_or_times():
    assert sentences("A fee of 0.5 percent costs $5.00. Calls before 8 a.m. Are barred? Yes.") == [
        "A fee of 0.5 percent costs $5.00.",
        "Calls before 8 a.m. Are barred?",
        "Yes.",
    ]
