import pytest

from segmentation.intake.headings import family_by_words, label, refused_family, role, slug, trait_key, words
from segmentation.intake.traits import CATALOGUE


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("InvoiceDate", "invoice date"),
        ("invoice_date", "invoice date"),
        ("*Invoice Date", "invoice date"),
        ("customerID", "customer id"),
        ("E-Mail", "e mail"),
        ("  Straße (Ort) ", "straße ort"),
        ("Größe", "größe"),
        ("", ""),
    ],
)
def test_a_heading_as_words(heading, said):
    assert words(heading) == said


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("salesRepEmployeeNumber", "Sales rep employee number"),
        ("year_established", "Year established"),
        ("E-mail", "E-mail"),
    ],
)
def test_a_heading_as_the_screen_says_it(heading, said):
    assert label(heading) == said
    assert slug(label(heading)) == slug(heading)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Customer ID", "client id"),
        ("customerNumber", "client id"),
        ("account", "client name"),
        ("opportunity_id", "order id"),
        ("close_value", "amount"),
        ("SettledDate", "paid date"),
        ("Date", "order date"),
        ("priceEach", "unit price"),
        ("deal_stage", "status"),
    ],
)
def test_the_role_of_a_heading(heading, name):
    assert role(heading)[0] == name


def test_the_likeliest_heading_of_a_role_comes_first():
    assert role("Amount")[1] < role("Total")[1] < role("Close value")[1]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Gut feeling", "energy"),
        ("Days paid late", "days_late"),
        ("Total Spent", "revenue"),
        ("Purchase orders", "frequency"),
        ("Dt_Customer", "client since"),
        ("Complain", "our_faults"),
        ("Shoe size", None),
    ],
)
def test_the_trait_a_heading_names(heading, key):
    assert trait_key(heading) == key


def test_every_label_and_key_of_the_catalogue_names_its_own_trait():
    assert {trait.label: trait_key(trait.label) for trait in CATALOGUE.values()} == {
        trait.label: key for key, trait in CATALOGUE.items()
    }
    assert [trait_key(key) for key in CATALOGUE] == list(CATALOGUE)


@pytest.mark.parametrize(
    "heading",
    "Age, Year_Birth, Marital_Status, Kidhome, gender, Religion, Date of birth, Native language, DOB, "
    "Disability status, Trade union member, Nationality, health insurance".split(", "),
)
def test_who_people_are_is_protected(heading):
    assert family_by_words(heading) == "protected"
    assert refused_family(slug(heading)) == "protected"


@pytest.mark.parametrize("heading", ["Average order", "Account age", "Health score", "Package", "Percentage", "Racket"])
def test_words_that_only_look_protected_are_not(heading):
    assert family_by_words(heading) != "protected"


def test_place_and_our_own_part_are_refused_and_conduct_is_not():
    assert refused_family("postal_code") == "place"
    assert refused_family("late_deliveries") == "ours"
    assert refused_family("our_faults") == "ours"
    assert refused_family("days_late") is None
    assert refused_family("trust") is None
