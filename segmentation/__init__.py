"""Which customers are stars, which are mid-range and which are duds, by a policy that a manager writes.

book = read("clients.csv", "invoices.csv")
sorting = sort(book, draft_policy(book))
to_csv(sorting, "star")
"""

from segmentation.exporting import to_csv
from segmentation.insight.reasons import Explanation, explain
from segmentation.intake.assembly import read
from segmentation.intake.book import Book
from segmentation.intake.files.sheet import Note, Unreadable
from segmentation.intake.orders import traits_sql
from segmentation.intake.traits import Trait
from segmentation.method.drafting import draft_policy
from segmentation.method.policy import Criterion, Policy, PolicyRefused, Rule
from segmentation.method.scoring import policy_sql
from segmentation.method.sorting import Override, Sorting, sort

__all__ = [
    "Book",
    "Criterion",
    "Explanation",
    "Note",
    "Override",
    "Policy",
    "PolicyRefused",
    "Rule",
    "Sorting",
    "Trait",
    "Unreadable",
    "draft_policy",
    "explain",
    "policy_sql",
    "read",
    "sort",
    "to_csv",
    "traits_sql",
]
