"""Where the demo company's people and customers are: regions, cities and streets in both countries."""

# ruff: noqa: E501 -- tables of words, one row a line

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class City:
    """A city with the facts an address needs; `area_code` of its telephones."""

    name: str
    state: str
    postal: str
    area_code: str
    region: str


def _cities(region: str, rows: str) -> list[City]:
    found = []
    for row in rows.strip().splitlines():
        name, state, postal, area = (part.strip() for part in row.split("|"))
        found.append(City(name, state, postal, area, region))
    return found


REGIONS: dict[str, dict[str, str]] = {
    "en": {"NE": "Northeast", "SE": "Southeast", "MW": "Midwest", "SW": "Southwest", "WE": "West"},
    "zh": {"HD": "华东", "HN": "华南", "HB": "华北", "HZ": "华中", "XN": "西南"},
}
ROOT_REGION = {"en": ("US", "United States"), "zh": ("CN", "全国")}
HOME_REGION = {"en": "MW", "zh": "HD"}

EN_CITIES = (
    _cities("NE", """
    Boston | MA | 021 | 617
    Hartford | CT | 061 | 860
    Albany | NY | 122 | 518
    Newark | NJ | 071 | 973
    Philadelphia | PA | 191 | 215
    Providence | RI | 029 | 401
    Pittsburgh | PA | 152 | 412
    Portland | ME | 041 | 207""")
    + _cities("SE", """
    Atlanta | GA | 303 | 404
    Charlotte | NC | 282 | 704
    Tampa | FL | 336 | 813
    Nashville | TN | 372 | 615
    Richmond | VA | 232 | 804
    Savannah | GA | 314 | 912
    Orlando | FL | 328 | 407
    Birmingham | AL | 352 | 205""")
    + _cities("MW", """
    Chicago | IL | 606 | 312
    Columbus | OH | 432 | 614
    Milwaukee | WI | 532 | 414
    Grand Rapids | MI | 495 | 616
    Indianapolis | IN | 462 | 317
    St. Louis | MO | 631 | 314
    Minneapolis | MN | 554 | 612
    Cleveland | OH | 441 | 216""")
    + _cities("SW", """
    Dallas | TX | 752 | 214
    Houston | TX | 770 | 713
    Phoenix | AZ | 850 | 602
    Albuquerque | NM | 871 | 505
    Tulsa | OK | 741 | 918
    Austin | TX | 787 | 512
    San Antonio | TX | 782 | 210
    Tucson | AZ | 857 | 520""")
    + _cities("WE", """
    Seattle | WA | 981 | 206
    Portland | OR | 972 | 503
    Sacramento | CA | 958 | 916
    Denver | CO | 802 | 303
    Salt Lake City | UT | 841 | 801
    San Diego | CA | 921 | 619
    Boise | ID | 837 | 208
    Oakland | CA | 946 | 510""")
)  # fmt: skip
ZH_CITIES = (
    _cities("HD", """
    上海市闵行区 | 上海市 | 201108 | 021
    苏州市工业园区 | 江苏省 | 215123 | 0512
    南京市江宁区 | 江苏省 | 211100 | 025
    杭州市余杭区 | 浙江省 | 311121 | 0571
    宁波市鄞州区 | 浙江省 | 315100 | 0574
    无锡市新吴区 | 江苏省 | 214028 | 0510
    合肥市蜀山区 | 安徽省 | 230031 | 0551
    青岛市黄岛区 | 山东省 | 266555 | 0532""")
    + _cities("HN", """
    广州市番禺区 | 广东省 | 511400 | 020
    深圳市宝安区 | 广东省 | 518101 | 0755
    东莞市松山湖 | 广东省 | 523808 | 0769
    佛山市顺德区 | 广东省 | 528300 | 0757
    中山市火炬开发区 | 广东省 | 528437 | 0760
    厦门市集美区 | 福建省 | 361021 | 0592
    南宁市西乡塘区 | 广西壮族自治区 | 530001 | 0771""")
    + _cities("HB", """
    北京市大兴区 | 北京市 | 102600 | 010
    天津市西青区 | 天津市 | 300380 | 022
    石家庄市长安区 | 河北省 | 050011 | 0311
    太原市小店区 | 山西省 | 030032 | 0351
    沈阳市浑南区 | 辽宁省 | 110179 | 024
    大连市甘井子区 | 辽宁省 | 116033 | 0411""")
    + _cities("HZ", """
    武汉市江夏区 | 湖北省 | 430200 | 027
    长沙市岳麓区 | 湖南省 | 410006 | 0731
    郑州市中原区 | 河南省 | 450007 | 0371
    南昌市青山湖区 | 江西省 | 330029 | 0791
    襄阳市樊城区 | 湖北省 | 441000 | 0710""")
    + _cities("XN", """
    成都市双流区 | 四川省 | 610200 | 028
    重庆市渝北区 | 重庆市 | 401120 | 023
    昆明市官渡区 | 云南省 | 650200 | 0871
    贵阳市观山湖区 | 贵州省 | 550023 | 0851
    西安市雁塔区 | 陕西省 | 710065 | 029""")
)  # fmt: skip
CITIES: dict[str, list[City]] = {"en": EN_CITIES, "zh": ZH_CITIES}

STREETS: dict[str, tuple[str, ...]] = {
    "en": (
        "Commerce Drive", "Industrial Parkway", "Mill Street", "Harrison Avenue", "Foundry Road", "Lakeview Boulevard",
        "Depot Street", "Enterprise Way", "Old Quarry Road", "Franklin Street", "Airport Road", "Riverside Drive",
        "Union Street", "Warehouse Row", "Technology Court", "Cedar Avenue", "Prospect Street", "Canal Street",
    ),
    "zh": (
        "创新路", "工业大道", "科技二路", "建设东路", "人民中路", "振兴路", "长江路", "迎宾大道", "兴业路", "学院路",
        "光明路", "站前路", "金港大道", "滨河路", "启航路", "环城北路", "高新四路", "物流园路",
    ),
}  # fmt: skip
