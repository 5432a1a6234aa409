"""Answers to the exercise on emoji."""


def copy_share(ratios, unseen, alarms):
    """The share of ratios below that which the share `alarms` of unseen pictures' lie below."""
    threshold = unseen.quantile(alarms)
    return (ratios < threshold).double().mean()
