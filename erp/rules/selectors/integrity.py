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
    register_check(
        "rules.listeners",
        "What rules in force listen to is brought to them",
        """SELECT d.code AS rule, e.value AS event FROM rules_ruledefinition d
           JOIN rules_ruleversion v ON v.definition_id = d.id AND v.state = 'published'
           CROSS JOIN LATERAL jsonb_array_elements_text(
               coalesce(v.content -> 'trigger' -> 'events', '[]'::jsonb)) AS e(value)
           WHERE d.is_active AND NOT EXISTS (SELECT 1 FROM core_eventlistener l
               WHERE l.subscriber = 'rules.run' AND l.event_name = e.value)""",
    )
    register_check(
        "rules.standing",
        "What stands for a watched rule was answered by an execution",
        """SELECT d.code AS rule, s.subject_kind AS kind, s.subject_id AS document FROM rules_rulestanding s
           JOIN rules_ruledefinition d ON d.id = s.definition_id
           WHERE NOT EXISTS (SELECT 1 FROM rules_ruleexecution x WHERE x.definition_id = s.definition_id
               AND x.subject_kind = s.subject_kind AND x.subject_id = s.subject_id)""",
    )
