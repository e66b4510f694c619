"""Names of people, customers and suppliers of the demo company, invented from common words."""

# ruff: noqa: E501, SIM905 -- tables of words, as dense as they read

from __future__ import annotations

EN_FIRST = (
    "Amelia Aaron Beatrice Brian Carmen Caleb Dana Daniel Elena Ethan Fiona Felix Grace Gavin Hannah Hugo Irene Isaac "
    "Julia Jonah Karen Kevin Laura Leon Maya Marcus Nadia Nathan Olivia Omar Paula Peter Rachel Ryan Sofia Samuel "
    "Teresa Thomas Valerie Victor Wendy Walter Yolanda Zachary"
).split()
EN_LAST = (
    "Abbott Barlow Castillo Dawson Ellison Farrell Gallagher Haines Ibarra Jennings Kessler Lindqvist Mercer Navarro "
    "Okafor Pruitt Quigley Rasmussen Sandoval Thackeray Underhill Vasquez Whitlock Xiong Yamada Zimmer Ashworth Bellamy "
    "Conway Draper Everett Fairchild Granger Holloway Ingram Jarvis Keating Lockhart Maddox Norwood"
).split()
ZH_LAST = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
ZH_FIRST = (
    "伟 静 敏 丽娜 建国 海涛 雪梅 志强 晓东 玉兰 文博 思远 子涵 雨桐 俊杰 佳怡 浩然 梦琪 国栋 春燕 明辉 淑芬 立新 "
    "美玲 振华 秀英 天佑 若彤 宏图 婷婷 少华 慧敏 永康 晓雯 鹏飞 欣怡 家豪 嘉欣 向阳 桂芳"
).split()

EN_STEMS = (
    "Alder Anchor Arbor Ashland Bayside Beaumont Birchwood Blue Ridge|Brookfield Cardinal Cascade Cedar Point|"
    "Clearwater Copperfield Crestline Crossroads Delaney Eastgate Elmwood Fairmont Foxglove Glenhaven Granite "
    "Greenfield Halstead Harborview Hawthorne Highland Hillcrest Ironwood Juniper Keystone Lakeshore Larkspur Laurel "
    "Lindenhurst Lone Star|Maplewood Meadowbrook Millstone Monarch Northgate Oakhurst Old Town|Orchard Palisade "
    "Pinecrest Pioneer Prairie Redstone Ridgeway Riverbend Rosewood Sagebrush Sandstone Shoreline Silver Lake|"
    "Southport Springdale Stillwater Stonebridge Summit Sycamore Timberline Tri-County Twin Rivers|Union Valley View|"
    "Westbrook Whitfield Willow Creek|Windham Woodlawn Yellowstone"
)
# kind: (name endings, tags), in the order of how many there are
EN_KINDS: dict[str, tuple[str, ...]] = {
    "wholesale": ("Electrical Supply", "Lighting Supply", "Electric Wholesale", "Electrical Distributors"),
    "contractor": ("Electric", "Electrical Contractors", "Builders", "Construction Group"),
    "facility": ("Facility Services", "Property Management", "School District", "Medical Center"),
    "retail": ("Lighting Gallery", "Home Center", "Hardware", "Design Studio"),
    "industrial": ("Logistics", "Foods", "Manufacturing", "Cold Storage"),
    "hospitality": ("Hotels", "Restaurant Group", "Resorts"),
}
ZH_STEMS_FIRST = (
    "华 明 盛 恒 鑫 中 宏 瑞 金 天 博 嘉 永 泰 东 德 正 佳 新 卓 启 汇 安 利 远 长 康 诚 信 合".split()
)
ZH_STEMS_LAST = (
    "达 晟 源 辉 泰 业 创 通 锐 联 翔 兴 宇 悦 峰 邦 阳 凯 和 光 润 腾 捷 成 越 隆 科 景 川 和".split()
)
ZH_KINDS: dict[str, tuple[str, ...]] = {
    "wholesale": ("照明电器有限公司", "灯饰批发有限公司", "电气贸易有限公司", "五金机电有限公司"),
    "contractor": ("机电工程有限公司", "建筑装饰工程有限公司", "智能化工程有限公司", "消防工程有限公司"),
    "facility": ("物业管理有限公司", "产业园运营有限公司", "医院管理有限公司", "教育投资有限公司"),
    "retail": ("家居有限公司", "灯具商行", "设计有限公司", "商业连锁有限公司"),
    "industrial": ("物流有限公司", "食品股份有限公司", "精密制造有限公司", "冷链仓储有限公司"),
    "hospitality": ("酒店管理有限公司", "餐饮管理有限公司", "文旅发展有限公司"),
}
KIND_SHARE: dict[str, float] = {
    "wholesale": 0.3, "contractor": 0.26, "facility": 0.14, "retail": 0.12, "industrial": 0.12, "hospitality": 0.06,
}  # fmt: skip
# what customers of a kind like to buy, over the item's own appeal
TASTES: dict[str, dict[str, float]] = {
    "wholesale": {},
    "contractor": {"PANEL": 2.0, "LINEAR": 1.6, "CTRL": 1.6},
    "facility": {"PANEL": 2.4, "SAFETY": 2.2, "CTRL": 1.4},
    "retail": {"RETAIL": 3.0, "DOWN": 2.2, "ACC": 1.5},
    "industrial": {"INDUST": 4.0, "SAFETY": 1.8, "OUTDOOR": 1.6},
    "hospitality": {"DOWN": 3.0, "LINEAR": 1.8, "CTRL": 1.5},
}

# code, what they sell, lead time in days, how often late, names
EN_SUPPLIERS: tuple[tuple[str, str, int, float, str], ...] = (
    ("S-1001", "electronics", 21, 0.12, "Pacific Semicon Components"),
    ("S-1002", "drivers", 28, 0.38, "Volterra Power Modules"),
    ("S-1003", "castings", 25, 0.3, "Great Lakes Die Casting"),
    ("S-1004", "plastics", 16, 0.1, "Corvane Optics and Moldings"),
    ("S-1005", "hardware", 8, 0.05, "Wabash Fastener and Finish"),
    ("S-1006", "packaging", 5, 0.04, "Blackhawk Packaging"),
    ("S-1007", "controls", 24, 0.22, "Nordlys Controls"),
    ("S-1008", "drivers", 35, 0.15, "Tessara Electronics"),
    ("S-1009", "electronics", 14, 0.06, "Midland Circuit Supply"),
    ("S-1010", "castings", 40, 0.2, "Altamira Metalworks"),
)
ZH_SUPPLIERS: tuple[tuple[str, str, int, float, str], ...] = (
    ("S-1001", "electronics", 14, 0.12, "深圳市芯澜光电有限公司"),
    ("S-1002", "drivers", 20, 0.38, "中山市伏恒电源有限公司"),
    ("S-1003", "castings", 18, 0.3, "佛山市铸诚压铸有限公司"),
    ("S-1004", "plastics", 12, 0.1, "东莞市透远光学塑胶有限公司"),
    ("S-1005", "hardware", 6, 0.05, "宁波市紧坚五金有限公司"),
    ("S-1006", "packaging", 3, 0.04, "苏州市良箱包装有限公司"),
    ("S-1007", "controls", 16, 0.22, "杭州灵犀智控技术有限公司"),
    ("S-1008", "drivers", 25, 0.15, "宁波特晟电子有限公司"),
    ("S-1009", "electronics", 10, 0.06, "苏州板芯电路有限公司"),
    ("S-1010", "castings", 28, 0.2, "重庆山城金属制品有限公司"),
)
CHANNELS: dict[str, tuple[tuple[str, float], ...]] = {
    "wholesale": (("edi", 0.5), ("email", 0.35), ("portal", 0.15)),
    "contractor": (("email", 0.5), ("phone", 0.35), ("field", 0.15)),
    "facility": (("email", 0.6), ("phone", 0.4)),
    "retail": (("portal", 0.6), ("email", 0.4)),
    "industrial": (("email", 0.6), ("field", 0.4)),
    "hospitality": (("field", 0.5), ("email", 0.5)),
}
