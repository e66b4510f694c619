"""The books' invariants as queries that find violations."""

from erp.core.integrity import register_check


def register() -> None:
    """Add the books' invariants to the proof."""
    register_journal()
    register_receivables()
    register_payables()


def register_journal() -> None:
    """Add the invariants of the journal and of the stock's value in it."""
    register_check(
        "journal.balances",
        "Every journal entry balances in the base currency, and in its own where it has one",
        """SELECT e.id AS entry, e.kind, e.source_number AS document, sum(l.amount) AS difference
           FROM finance_journalentry e JOIN finance_journalline l ON l.entry_id = e.id
           GROUP BY 1, 2, 3
           HAVING sum(l.amount) <> 0
               OR (count(DISTINCT l.currency_id) = 1 AND sum(l.currency_amount) <> 0)""",
    )
    register_check(
        "journal.receivables",
        "The receivables account equals open invoices minus unapplied payments",
        """SELECT a.booked, o.open_invoices, p.unapplied FROM
             (SELECT coalesce(sum(l.amount), 0) AS booked FROM finance_journalline l
              JOIN finance_account c ON c.id = l.account_id WHERE c.role = 'receivables') a,
             (SELECT coalesce(sum(base_open), 0) AS open_invoices FROM finance_invoice
              WHERE state IN ('issued', 'partially_paid', 'paid')) o,
             (SELECT coalesce(sum(round(unapplied * rate, 2)), 0) AS unapplied FROM finance_payment) p
           WHERE a.booked <> o.open_invoices - p.unapplied""",
    )
    register_check(
        "journal.inventory",
        "The stock account equals the value of the stock ledger",
        """SELECT a.booked, m.valued FROM
             (SELECT coalesce(sum(l.amount), 0) AS booked FROM finance_journalline l
              JOIN finance_account c ON c.id = l.account_id WHERE c.role = 'inventory') a,
             (SELECT coalesce(sum(value), 0) AS valued FROM inventory_move) m
           WHERE a.booked <> m.valued""",
    )


def register_receivables() -> None:
    """Add the invariants of what customers owe: invoices, credit notes, payments, credit."""
    register_check(
        "invoice.numbers",
        "Issued invoice numbers have no gap and no repeat",
        """SELECT s.next_value - 1 AS handed_out, n.issued FROM core_numberseries s,
             (SELECT count(*) AS issued FROM finance_invoice WHERE number IS NOT NULL) n
           WHERE s.code = 'invoice' AND s.next_value - 1 <> n.issued""",
    )
    register_check(
        "credit_note.numbers",
        "Credit note numbers have no gap and no repeat",
        """SELECT s.next_value - 1 AS handed_out, n.issued FROM core_numberseries s,
             (SELECT count(*) AS issued FROM finance_creditnote) n
           WHERE s.code = 'credit_note' AND s.next_value - 1 <> n.issued""",
    )
    register_check(
        "credit_note.adds_up",
        "A credit note is the sum of its lines, its tax and its credit, and never more than was billed",
        """SELECT c.number, c.total, coalesce(l.total, 0) AS lines, p.amount AS credit
           FROM finance_creditnote c
           JOIN finance_payment p ON p.id = c.payment_id
           LEFT JOIN (SELECT credit_note_id, sum(net + tax) AS total FROM finance_creditnoteline GROUP BY 1) l
                ON l.credit_note_id = c.id
           WHERE c.total <> coalesce(l.total, 0) OR c.total <> p.amount OR c.total <> c.subtotal + c.tax
              OR p.kind <> 'credit_note'
           UNION ALL
           SELECT i.number, b.net + b.tax, sum(l.net + l.tax), sum(l.quantity) FROM finance_creditnoteline l
           JOIN finance_invoiceline b ON b.id = l.invoice_line_id
                JOIN finance_invoice i ON i.id = b.invoice_id
           GROUP BY i.number, b.id
           HAVING sum(l.quantity) > b.quantity OR sum(l.net) > b.net OR sum(l.tax) > b.tax""",
    )
    register_check(
        "credit_note.journal",
        "What a credit note takes off the receivables is in the journal",
        """SELECT c.number, c.base_total, coalesce(sum(l.amount), 0) AS booked FROM finance_creditnote c
           LEFT JOIN finance_journalentry e ON e.source_kind = 'credit_note' AND e.source_id = c.id
                AND e.kind = 'credit_note'
           LEFT JOIN finance_journalline l ON l.entry_id = e.id AND l.account_id =
                (SELECT id FROM finance_account WHERE role = 'receivables')
           GROUP BY c.id HAVING coalesce(sum(l.amount), 0) <> -c.base_total""",
    )
    register_check(
        "invoice.paid",
        "An invoice's open amount is its total less what is allocated to it",
        """SELECT i.number, i.total, i.open_amount, coalesce(a.paid, 0) AS allocated FROM finance_invoice i
           LEFT JOIN (SELECT invoice_id, sum(amount) AS paid FROM finance_allocation GROUP BY 1) a
                ON a.invoice_id = i.id
           WHERE i.state IN ('issued', 'partially_paid', 'paid')
             AND i.open_amount <> i.total - coalesce(a.paid, 0)""",
    )
    register_check(
        "payment.adds_up",
        "A payment is what is allocated, refunded and left of it",
        """SELECT p.number, p.amount, p.unapplied, p.refunded, coalesce(a.paid, 0) AS allocated
           FROM finance_payment p
           LEFT JOIN (SELECT payment_id, sum(amount) AS paid FROM finance_allocation GROUP BY 1) a
                ON a.payment_id = p.id
           WHERE p.amount <> p.unapplied + p.refunded + coalesce(a.paid, 0)""",
    )
    register_check(
        "credit.orders",
        "A credit account's open orders equal its documents' holds",
        """SELECT c.customer_id AS customer, c.open_orders, coalesce(h.held, 0) AS holds
           FROM finance_creditaccount c
           LEFT JOIN (SELECT account_id, sum(amount) AS held FROM finance_credithold GROUP BY 1) h
                ON h.account_id = c.id
           WHERE c.open_orders <> coalesce(h.held, 0)""",
    )
    register_check(
        "credit.receivables",
        "A credit account's open receivables equal its open invoices",
        """SELECT c.customer_id AS customer, c.open_receivables, coalesce(i.owed, 0) AS invoices
           FROM finance_creditaccount c
           LEFT JOIN (SELECT customer_id, sum(base_open) AS owed FROM finance_invoice
                      WHERE state IN ('issued', 'partially_paid') GROUP BY 1) i
                ON i.customer_id = c.customer_id
           WHERE c.open_receivables <> coalesce(i.owed, 0)""",
    )


def register_payables() -> None:
    """Add the invariants of what we owe suppliers, and they us for goods sent back, and of what is made."""
    register_check(
        "journal.work_in_process",
        "Work in process equals what work orders were issued and have neither brought nor settled",
        """SELECT a.booked, w.open_value FROM
             (SELECT coalesce(sum(l.amount), 0) AS booked FROM finance_journalline l
              JOIN finance_account c ON c.id = l.account_id WHERE c.role = 'work_in_process') a,
             (SELECT coalesce(sum(issued_value - received_value - settled_value), 0) AS open_value
              FROM production_workorder) w
           WHERE a.booked <> w.open_value""",
    )
    register_check(
        "journal.goods_received",
        "The account of goods received equals what arrived and is neither billed nor sent back",
        """SELECT a.booked, o.unbilled, r.settled FROM
             (SELECT coalesce(sum(l.amount), 0) AS booked FROM finance_journalline l
              JOIN finance_journalentry e ON e.id = l.entry_id AND e.source_kind IN
                   ('receipt', 'payable', 'supplier_credit', 'supplier_return')
              JOIN finance_account c ON c.id = l.account_id WHERE c.role = 'goods_received') a,
             (SELECT coalesce(sum(value - round(value * (invoiced + returned - replaced) / quantity, 2)), 0)
                     AS unbilled FROM inventory_receiptline) o,
             (SELECT coalesce(sum(round(value * (credited + replaced + written_off) / quantity, 2)), 0)
                     AS settled FROM inventory_supplierreturn) r
           WHERE a.booked <> -o.unbilled - r.settled""",
    )
    register_check(
        "journal.payables",
        "The payables account equals what is open on suppliers' invoices less what is open on their credits",
        """SELECT a.booked, o.open_payables, k.open_credits FROM
             (SELECT coalesce(sum(l.amount), 0) AS booked FROM finance_journalline l
              JOIN finance_account c ON c.id = l.account_id WHERE c.role = 'payables') a,
             (SELECT coalesce(sum(base_open), 0) AS open_payables FROM finance_payable) o,
             (SELECT coalesce(sum(base_open), 0) AS open_credits FROM finance_suppliercredit) k
           WHERE a.booked <> k.open_credits - o.open_payables""",
    )
    register_check(
        "supplier_credit.adds_up",
        "A supplier's credit note is the sum of its lines and tax; what is used and open of it is all of it",
        """SELECT c.number, c.total, coalesce(l.net, 0) AS lines, c.open_amount, coalesce(u.used, 0) AS used
           FROM finance_suppliercredit c
           LEFT JOIN (SELECT credit_id, sum(net) AS net FROM finance_suppliercreditline GROUP BY 1) l
                ON l.credit_id = c.id
           LEFT JOIN (SELECT credit_id, sum(amount) AS used FROM finance_suppliercredituse GROUP BY 1) u
                ON u.credit_id = c.id
           WHERE c.total <> coalesce(l.net, 0) + c.tax
              OR (c.state <> 'void' AND c.open_amount + coalesce(u.used, 0) <> c.total)""",
    )
    register_check(
        "supplier_return.credited",
        "What of goods sent back counts as credited is what credit notes in force say",
        """SELECT r.number, r.credited, coalesce(l.credited, 0) AS noted FROM inventory_supplierreturn r
           LEFT JOIN (SELECT l.supplier_return_id, sum(l.quantity) AS credited
                      FROM finance_suppliercreditline l JOIN finance_suppliercredit c
                           ON c.id = l.credit_id AND c.state <> 'void' GROUP BY 1) l
                ON l.supplier_return_id = r.id
           WHERE r.credited <> coalesce(l.credited, 0)""",
    )
    register_check(
        "payable.billed",
        "Receipts count as billed what invoices in force bill of them, less what is credited",
        """SELECT r.number AS receipt, l.line_no AS line, l.invoiced, coalesce(p.billed, 0) AS billed,
                  coalesce(s.unbilled, 0) AS unbilled
           FROM inventory_receiptline l JOIN inventory_receipt r ON r.id = l.receipt_id
           LEFT JOIN (SELECT pl.receipt_line_id, sum(pl.quantity) AS billed FROM finance_payableline pl
                      JOIN finance_payable f ON f.id = pl.payable_id
                           AND f.state NOT IN ('draft', 'differs', 'void') GROUP BY 1) p
                ON p.receipt_line_id = l.id
           LEFT JOIN (SELECT receipt_line_id, sum(unbilled) AS unbilled FROM inventory_supplierreturn
                      GROUP BY 1) s ON s.receipt_line_id = l.id
           WHERE l.value > 0 AND l.invoiced <> coalesce(p.billed, 0) - coalesce(s.unbilled, 0)""",
    )
