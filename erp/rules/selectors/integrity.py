"""The invariants of decision tables and rules."""

from erp.core.integrity import register_check


def register() -> None:
    """Add them to the proof."""
    register_check(
        "rules.tables",
        "An active decision table that was ever published has a version in force",
        """SELECT t.code AS decision_table FROM rules_decisiontable t WHERE t.is_active AND t.is_shipped
           AND NOT EXISTS (SELECT 1 FROM rules_tableversion v
                           WHERE v.definition_id = t.id AND v.state = 'published')""",
    )
