"""The invariants of processes as queries that find violations."""

from erp.core.integrity import register_check


def register() -> None:
    """Add the processes' invariants to the proof."""
    register_check(
        "process.tokens",
        "A running case has the tokens it counts, an ended one has none",
        """SELECT c.id, c.subject_number, c.state, c.live, count(t.id) AS tokens FROM processes_case c
           LEFT JOIN processes_token t ON t.case_id = c.id AND t.state <> 'done'
           GROUP BY c.id HAVING c.live <> count(t.id) OR (c.state <> 'running' AND count(t.id) > 0)""",
    )
    register_check(
        "process.steps",
        "A visit that is over is logged once, and is no longer a token's place",
        """SELECT case_id, token_id, node, visit, count(*) AS logged, 'twice' AS what FROM processes_steplog
           GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
           UNION ALL
           SELECT t.case_id, t.id, t.node, t.visit, 1, 'open' FROM processes_token t
           JOIN processes_steplog s ON s.token_id = t.id AND s.node = t.node AND s.visit = t.visit
           WHERE t.state <> 'done'""",
    )
    register_check(
        "process.tasks",
        "An open task of a process stands where its token does, and each waiting human step has one",
        """SELECT k.id, k.subject_number, k.node, t.node AS token_at, t.state FROM processes_task k
           JOIN processes_token t ON t.id = k.token_id
           WHERE k.state IN ('waiting', 'claimed')
             AND (t.state <> 'waiting' OR t.node <> k.node OR t.visit <> k.visit)
           UNION ALL
           SELECT t.id, c.subject_number, t.node, 'no task', t.state FROM processes_token t
           JOIN processes_case c ON c.id = t.case_id JOIN processes_processversion v ON v.id = c.version_id
           WHERE t.state = 'waiting' AND t.wait_for = ''
             AND EXISTS (SELECT 1 FROM jsonb_array_elements(v.graph->'nodes') n
                         WHERE n->>'id' = t.node AND n->>'type' = 'task')
             AND NOT EXISTS (SELECT 1 FROM processes_task k WHERE k.token_id = t.id
                             AND k.state IN ('waiting', 'claimed'))""",
    )
    register_check(
        "process.claims",
        "A task that was taken on is somebody's",
        """SELECT id, subject_number, node, state FROM processes_task
           WHERE state = 'claimed' AND assignee_id IS NULL""",
    )
    register_check(
        "process.timers",
        "Only a waiting token has a moment to wake at, and one that waits at a timer has one",
        """SELECT t.id, t.case_id, t.node, t.state, t.due_at FROM processes_token t
           JOIN processes_case c ON c.id = t.case_id JOIN processes_processversion v ON v.id = c.version_id
           WHERE (t.due_at IS NOT NULL AND t.state <> 'waiting')
              OR (t.due_at IS NULL AND t.state = 'waiting' AND t.wait_for = ''
                  AND EXISTS (SELECT 1 FROM jsonb_array_elements(v.graph->'nodes') n
                              WHERE n->>'id' = t.node AND n->>'type' = 'timer'))""",
    )
    register_check(
        "process.parts",
        "A token that waits for a process begun as its part has exactly one that runs",
        """SELECT t.id, t.case_id, t.node, count(c.id) AS running FROM processes_token t
           LEFT JOIN processes_case c ON c.parent_token_id = t.id AND c.state = 'running'
           WHERE t.state = 'waiting' AND t.wait_for = '!subprocess' GROUP BY t.id HAVING count(c.id) <> 1
           UNION ALL
           SELECT c.id, c.id, t.node, 0 FROM processes_case c
           LEFT JOIN processes_token t ON t.id = c.parent_token_id
           WHERE c.parent_token_id IS NOT NULL AND c.state = 'running'
             AND (t.id IS NULL OR t.wait_for <> '!subprocess')""",
    )
    register_check(
        "process.incidents",
        "A token that waits for a person after a refusal has an open incident, and only such a one",
        """SELECT t.id, t.case_id, t.node, count(i.id) AS incidents FROM processes_token t
           LEFT JOIN processes_incident i ON i.token_id = t.id AND i.state = 'open' AND i.node = t.node
             AND i.visit = t.visit
           WHERE t.state <> 'done' AND t.wait_for = '!incident' GROUP BY t.id HAVING count(i.id) <> 1""",
    )
    register_check(
        "process.signatures",
        "A task is approved with as many signatures as it needs, unless the system or an administrator did",
        """SELECT k.id, k.subject_number, k.needed, count(s.id) AS signed FROM processes_task k
           LEFT JOIN processes_tasksignature s ON s.task_id = k.id AND s.decision = 'approved'
           WHERE k.mode <> '' AND k.state = 'done' AND k.decision = 'approved' AND k.decider_id IS NOT NULL
             AND EXISTS (SELECT 1 FROM processes_tasksignature x WHERE x.task_id = k.id
                         AND x.user_id = k.decider_id)
           GROUP BY k.id HAVING count(s.id) < k.needed""",
    )
    register_check(
        "process.versions",
        "A case runs by a version of its own process that was published",
        """SELECT c.id, c.subject_number, v.number, v.state FROM processes_case c
           JOIN processes_processversion v ON v.id = c.version_id
           WHERE v.definition_id <> c.definition_id OR v.state = 'draft'""",
    )
