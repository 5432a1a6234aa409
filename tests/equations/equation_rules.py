"""How the labels of the book, the checks and the list of definitions must fit together.

Each rule returns its complaints.
"""

from definitions import MOST_PER_PAGE


def unchecked(labels, checks, definitions):
    """Equations of the book that nobody checks, although they are no definitions."""
    exempt = {label for names in definitions.values() for label in names}
    return [
        f"{label} ({page}) has no check"
        for label, page in labels.items()
        if label not in checks and label not in exempt
    ]


def orphaned(further, checks):
    """Cases that are added to a check that isn't there."""
    return [f"cases for {label}, which has no check" for label in further if label not in checks]


def homeless(labels, checks):
    """Checks of equations that the book doesn't have."""
    return [
        f"the check of {label} belongs to no equation" for label in checks if label not in labels
    ]


def misplaced(labels, checks, definitions):
    """Definitions that aren't on their page, that are checked all the same, or are too many."""
    complaints = [
        f"{page} has {len(names)} definitions; at most {MOST_PER_PAGE}"
        for page, names in definitions.items()
        if len(set(names)) > MOST_PER_PAGE
    ]
    for page, names in definitions.items():
        complaints += [f"{label} is not on {page}" for label in names if labels.get(label) != page]
        complaints += [
            f"{label} is a definition and has a check" for label in names if label in checks
        ]
    return complaints
