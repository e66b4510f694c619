"""The demo company itself in both languages: name, people, carriers, warehouses and taxes."""

# ruff: noqa: E501 -- tables of words, one row a line

from __future__ import annotations

from dataclasses import dataclass

Text = tuple[str, str]

# username, role, row scope, boss, name
PEOPLE: tuple[tuple[str, str, str, str, Text], ...] = (
    ("executive", "executive", "all", "", ("Margaret Holloway", "沈立新")),
    ("admin", "administrator", "all", "executive", ("Alan Whitlock", "程宏图")),
    ("sales_manager", "sales_manager", "all", "executive", ("Victor Mercer", "高振华")),
    ("sales", "sales", "own", "sales_manager", ("Julia Navarro", "林晓雯")),
    ("customer_service", "customer_service", "all", "sales_manager", ("Hannah Draper", "何佳怡")),
    ("finance", "finance", "all", "executive", ("Irene Kessler", "许淑芬")),
    ("production_manager", "production_manager", "all", "executive", ("Marcus Okafor", "郭建国")),
    ("planner", "planner", "all", "production_manager", ("Dana Lindqvist", "周思远")),
    ("buyer", "buyer", "all", "production_manager", ("Peter Ibarra", "罗海涛")),
    ("shop_floor", "shop_floor", "all", "production_manager", ("Walter Jennings", "马志强")),
    ("warehouse_manager", "warehouse_manager", "all", "executive", ("Teresa Sandoval", "宋明辉")),
    ("warehouse_operator", "warehouse_operator", "all", "warehouse_manager", ("Omar Pruitt", "冯俊杰")),
    ("integrator", "integrator", "all", "admin", ("Web shop connector", "商城接口")),
)
# one salesperson per region besides the one who signs in; names
SALES_NAMES: dict[str, tuple[str, ...]] = {
    "en": ("Ryan Gallagher", "Sofia Castillo", "Nathan Barlow", "Rachel Yamada"),
    "zh": ("陈浩然", "黄欣怡", "赵鹏飞", "唐若彤"),
}


@dataclass(frozen=True)
class CompanyWords:
    """What the company's own record and set-up say in one language."""

    name: str
    address: str
    phone: str
    email: str
    tax_number: str
    bank_name: str
    bank_account: str
    currency: str
    time_zone: str
    language: str
    country: str
    auto_confirm_below: int
    money_factor: float
    tax_codes: tuple[tuple[str, str, str], ...]  # code, name, rate
    carriers: tuple[tuple[str, str, int, str], ...]  # code, name, transit days, address with {}
    warehouses: tuple[tuple[str, str, str], ...]  # code, name, address
    price_lists: tuple[tuple[str, str], ...]  # code, name
    calendar: str
    teams: str
    domain: str


WORDS: dict[str, CompanyWords] = {
    "en": CompanyWords(
        name="Calder & Finch Lighting, Inc.",
        address="2180 Foundry Road, Grand Rapids, MI 49503, United States",
        phone="+1 616 555 0140", email="orders@calderfinch.example", tax_number="38-0000000",
        bank_name="Lakes Community Bank, Grand Rapids", bank_account="000 4711 2180",
        currency="USD", time_zone="America/Detroit", language="en", country="US",
        auto_confirm_below=4000, money_factor=1.0,
        tax_codes=(("SALES6", "Sales tax 6 %", "0.06"), ("EXEMPT", "Exempt, for resale", "0")),
        carriers=(
            ("FREIGHT", "Lakeland Freight Lines", 3, "https://track.lakeland.example/{}"),
            ("PARCEL", "Swift Parcel", 2, "https://swiftparcel.example/t/{}"),
            ("PICKUP", "Customer pick-up", 0, ""),
        ),
        warehouses=(
            ("MAIN", "Grand Rapids", "2180 Foundry Road, Grand Rapids, MI 49503"),
            ("WEST", "Reno depot", "45 Warehouse Row, Reno, NV 89502"),
        ),
        price_lists=(("TRADE", "Trade prices"), ("PROJECT", "Project prices")),
        calendar="Grand Rapids plant", teams="Sales {}", domain="calderfinch.example",
    ),
    "zh": CompanyWords(
        name="衡光照明科技（苏州）有限公司",
        address="江苏省苏州市工业园区启航路218号",
        phone="0512-5550 0140", email="dingdan@hengguang.example", tax_number="91320594MA0000000X",
        bank_name="苏州湖东商业银行园区支行", bank_account="3205 0000 0000 4711 218",
        currency="CNY", time_zone="Asia/Shanghai", language="zh-hans", country="CN",
        auto_confirm_below=25000, money_factor=5.6,
        tax_codes=(("VAT13", "增值税13%", "0.13"), ("VAT0", "零税率", "0")),
        carriers=(
            ("FREIGHT", "安途物流", 3, "https://antu.example/cx/{}"),
            ("PARCEL", "迅羽快递", 2, "https://xunyu.example/yd/{}"),
            ("PICKUP", "客户自提", 0, ""),
        ),
        warehouses=(("MAIN", "苏州总仓", "江苏省苏州市工业园区启航路218号"), ("SOUTH", "佛山分仓", "广东省佛山市顺德区物流园路45号")),
        price_lists=(("TRADE", "经销价"), ("PROJECT", "工程价")),
        calendar="苏州工厂日历", teams="{}销售部", domain="hengguang.example",
    ),
}  # fmt: skip
