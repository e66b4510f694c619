"""What people of the demo company write: reasons, notes and references, as (English, Chinese)."""

# ruff: noqa: E501 -- tables of words, one row a line

from __future__ import annotations

from orders.services.demo.catalog_words import Text

CANCEL_REASONS: tuple[Text, ...] = (
    ("Customer's project was postponed", "客户项目延期"),
    ("Ordered twice by mistake", "客户重复下单"),
    ("Customer found the goods in its own stock", "客户内部已有库存"),
    ("Delivery date did not fit the site schedule", "交期与现场施工进度不符"),
)
REJECT_REASONS: tuple[Text, ...] = (
    ("Invoices are long overdue", "客户应收账款严重逾期"),
    ("Price below the agreed minimum", "价格低于最低限价"),
    ("Specification can't be certified for this use", "规格无法满足认证要求"),
)
HOLD_REASONS: tuple[Text, ...] = (
    ("Customer asked to wait for the site's release", "客户要求等待现场通知再发货"),
    ("Delivery address is being clarified", "收货地址待客户确认"),
    ("Finish to be confirmed by the architect", "灯体颜色待设计师确认"),
)
SHORT_REASONS: tuple[Text, ...] = (
    ("Carton damaged in the aisle", "外箱破损"),
    ("Bin was empty", "库位实物不足"),
)
NOTES: tuple[Text, ...] = (
    ("Call the site before delivery.", "送货前请先电话联系现场。"),
    ("Deliver to the dock at the back, before 3 pm.", "请于下午三点前送至后门卸货区。"),
    ("Label cartons with the purchase order number.", "外箱请标注客户采购单号。"),
    ("Tail lift needed.", "需要带尾板的车辆。"),
)
STOCKTAKE: Text = ("Stocktake difference", "盘点差异")
TRUSTED: Text = ("Two years without a claim, audit passed", "连续两年无质量投诉，现场审核通过")
DAMAGED: Text = ("Damaged in handling", "搬运损坏")
DEPOT_OPENING: Text = ("First stock of the depot", "分仓铺货")
MADE: Text = ("Made", "生产入库")
USED: Text = ("Used in production", "生产领料")
OPENING: Text = ("Opening stock", "期初库存")
TRANSFER: Text = ("Refill of the depot", "分仓补货")
NOT_NEEDED: Text = ("No longer needed", "不再需要")
NEEDED: Text = ("Pilot run of the new wall lamp", "新款壁灯试制用料")
FOUND: Text = ("Found behind the rack in the stocktake", "盘点时在货架后发现")
DRIVERS: tuple[Text, ...] = (("D. Novak", "李建国"), ("M. Ortiz", "王海涛"), ("P. Lindqvist", "张志强"))
ZONE_NAMES: dict[str, Text] = {
    "F": ("Finished goods", "成品区"), "G": ("Trading goods", "外购商品区"),
    "S": ("Sub-assemblies", "半成品区"), "P": ("Parts", "零部件区"),
}  # fmt: skip
PAYMENT_METHOD: Text = ("Bank transfer", "银行转账")
PAYMENT_REFERENCE: Text = ("Wire", "电汇")
SHIFT_NAMES: tuple[Text, ...] = (
    ("receiving desk", "收货员"),
    ("front desk", "前台"),
    ("site office", "现场办公室"),
)

TIERS: dict[str, Text] = {
    "gold": ("gold", "金牌"),
    "silver": ("silver", "银牌"),
    "standard": ("standard", "普通"),
}
# what the product ships with in English, for a company that writes Chinese
UNIT_NAMES: dict[str, str] = {
    "pcs": "个", "pair": "对", "dz": "打", "set": "套", "box": "盒", "ctn": "箱", "g": "克", "kg": "千克", "t": "吨",
    "mm": "毫米", "m": "米", "ml": "毫升", "l": "升", "h": "小时",
}  # fmt: skip
ACCOUNT_NAMES: dict[str, str] = {
    "bank": "银行存款", "receivables": "应收账款", "inventory": "库存商品", "transit": "发出商品",
    "goods_received": "暂估应付账款", "prepayments": "预收账款", "tax": "应交税费", "opening": "期初余额",
    "sales": "主营业务收入", "cogs": "主营业务成本", "adjustment": "存货盘盈盘亏", "issue": "生产领用",
    "revaluation": "存货跌价损失", "exchange": "汇兑损益", "bad_debt": "坏账损失", "rounding": "尾差",
}  # fmt: skip


def say(text: Text, language: str) -> str:
    """The text in the company's language."""
    return text[1] if language == "zh" else text[0]
