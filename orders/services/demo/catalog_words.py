"""What the demo company makes and of what: families, options and parts, each text as (English, Chinese)."""

# ruff: noqa: E501 -- tables of words, one row a line

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Text = tuple[str, str]


@dataclass(frozen=True)
class Size:
    """One size of a family: its code in the SKU, how it reads, its power and its weight."""

    code: str
    text: Text
    watts: int
    kilograms: float
    carton: str


@dataclass(frozen=True)
class Family:
    """A product family: one body and optic per size, driven by shared electronics."""

    code: str
    brand: Text
    kind: Text
    category: str
    sizes: tuple[Size, ...]
    body: Text
    optic: Text
    body_cost: float
    markup: float
    finishes: tuple[str, ...]
    controls: tuple[str, ...]
    beams: tuple[str, ...] = ("",)
    has_battery: bool = False


def _size(code: str, en: str, zh: str, *rest: Any) -> Size:
    return Size(code, (en, zh), *rest)


FAMILIES: tuple[Family, ...] = (
    Family(
        "AR", ("Aria", "雅光"), ("panel", "面板灯"), "PANEL",
        (_size("66", "600 × 600", "600×600", 36, 3.1, "L"), _size("63", "300 × 1200", "300×1200", 40, 3.4, "L"),
         _size("33", "300 × 300", "300×300", 18, 1.2, "M"), _size("12", "600 × 1200", "600×1200", 60, 5.6, "XL")),
        ("panel frame", "铝边框"), ("opal diffuser", "乳白扩散板"), 6.2, 2.15, ("W", "B"), ("N", "D", "V", "B"),
    ),
    Family(
        "OR", ("Orbit", "星环"), ("downlight", "筒灯"), "DOWN",
        (_size("125", "Ø 125", "Φ125", 15, 0.45, "S"), _size("90", "Ø 90", "Φ90", 9, 0.3, "S"),
         _size("150", "Ø 150", "Φ150", 20, 0.6, "S"), _size("200", "Ø 200", "Φ200", 30, 0.9, "M")),
        ("die-cast ring", "压铸面环"), ("reflector", "反光杯"), 2.4, 2.4, ("W", "B", "N"), ("N", "D", "B"), ("", "24", "38"),
    ),
    Family(
        "TI", ("Titan", "擎天"), ("high bay", "工矿灯"), "INDUST",
        (_size("150", "150 W", "150W", 150, 4.2, "L"), _size("100", "100 W", "100W", 100, 3.3, "M"),
         _size("200", "200 W", "200W", 200, 5.0, "L"), _size("240", "240 W", "240W", 240, 5.8, "XL")),
        ("die-cast heat sink", "压铸散热器"), ("lens array", "透镜组"), 17.5, 1.95, ("B",), ("N", "V", "D"), ("90", "60", "120"),
    ),
    Family(
        "ME", ("Meridian", "经纬"), ("linear pendant", "线性吊灯"), "LINEAR",
        (_size("12", "1200 mm", "1200mm", 36, 2.4, "L"), _size("15", "1500 mm", "1500mm", 45, 2.9, "L"),
         _size("24", "2400 mm", "2400mm", 72, 4.6, "XL")),
        ("extruded profile", "铝型材灯体"), ("prismatic cover", "棱镜罩"), 9.8, 2.5, ("W", "B", "G"), ("N", "D", "B"),
    ),
    Family(
        "BE", ("Beacon", "灯塔"), ("floodlight", "投光灯"), "OUTDOOR",
        (_size("50", "50 W", "50W", 50, 1.6, "M"), _size("100", "100 W", "100W", 100, 2.9, "M"),
         _size("150", "150 W", "150W", 150, 4.0, "L"), _size("200", "200 W", "200W", 200, 5.2, "L")),
        ("flood housing", "投光灯壳体"), ("asymmetric lens", "偏光透镜"), 11.0, 2.1, ("B", "G"), ("N", "V"), ("60", "30", "AS"),
    ),
    Family(
        "GU", ("Guide", "引路"), ("exit sign", "应急标志灯"), "SAFETY",
        (_size("3", "3 W", "3W", 3, 0.9, "S"), _size("5", "5 W", "5W", 5, 1.2, "M")),
        ("sign body", "标志灯灯体"), ("legend plate", "导光面板"), 4.4, 2.4, ("W", "B", "G"), ("N",), ("L", "R", "LR"),
        has_battery=True,
    ),
    Family(
        "VE", ("Vector", "指向"), ("track spotlight", "轨道射灯"), "RETAIL",
        (_size("20", "20 W", "20W", 20, 0.7, "S"), _size("30", "30 W", "30W", 30, 0.95, "S"),
         _size("12", "12 W", "12W", 12, 0.5, "S"), _size("40", "40 W", "40W", 40, 1.2, "M")),
        ("spot body", "射灯灯体"), ("TIR lens", "全反射透镜"), 4.6, 2.6, ("B", "W", "G"), ("N", "D", "B"), ("24", "15", "38", "60"),
    ),
    Family(
        "DE", ("Delta", "河洲"), ("vapor-tight batten", "三防灯"), "INDUST",
        (_size("12", "1200 mm", "1200mm", 36, 1.9, "L"), _size("06", "600 mm", "600mm", 18, 1.1, "M"),
         _size("15", "1500 mm", "1500mm", 50, 2.3, "L")),
        ("polycarbonate tray", "PC底盘"), ("clear cover", "透明灯罩"), 5.1, 2.05, ("G",), ("N", "V", "D"),
    ),
    Family(
        "AV", ("Avenue", "大道"), ("street light", "路灯"), "OUTDOOR",
        (_size("90", "90 W", "90W", 90, 5.4, "L"), _size("60", "60 W", "60W", 60, 4.6, "L"),
         _size("120", "120 W", "120W", 120, 6.2, "XL"), _size("150", "150 W", "150W", 150, 7.1, "XL")),
        ("street light housing", "路灯壳体"), ("road lens", "道路配光透镜"), 24.0, 1.9, ("G", "B"), ("V", "N", "D"), ("T2", "T3", "T4"),
    ),
    Family(
        "HA", ("Harbor", "港湾"), ("bulkhead", "防潮灯"), "OUTDOOR",
        (_size("18", "18 W", "18W", 18, 1.0, "M"), _size("12", "12 W", "12W", 12, 0.8, "S"),
         _size("24", "24 W", "24W", 24, 1.3, "M")),
        ("bulkhead base", "防潮灯底座"), ("frosted dome", "磨砂灯罩"), 3.3, 2.3, ("W", "B", "G"), ("N", "B"),
    ),
)  # fmt: skip

CATEGORIES: dict[str, Text] = {
    "LUM": ("Luminaires", "灯具成品"),
    "PANEL": ("Panels", "面板灯"),
    "DOWN": ("Downlights", "筒灯"),
    "INDUST": ("Industrial", "工业照明"),
    "LINEAR": ("Linear", "线性照明"),
    "RETAIL": ("Retail and display", "商业展示照明"),
    "OUTDOOR": ("Outdoor", "户外照明"),
    "SAFETY": ("Emergency and exit", "应急照明"),
    "CTRL": ("Controls", "智能控制"),
    "ACC": ("Accessories", "配件"),
    "SUB": ("Sub-assemblies", "半成品"),
    "ENGINE": ("Light engines", "光源组件"),
    "HOUSING": ("Housings", "灯体组件"),
    "PART": ("Parts", "原材料"),
    "ELEC": ("Electronic parts", "电子元器件"),
    "MECH": ("Mechanical parts", "五金与塑胶件"),
    "PACK": ("Packaging", "包装材料"),
}
CATEGORY_PARENTS: dict[str, str] = {
    "PANEL": "LUM", "DOWN": "LUM", "INDUST": "LUM", "LINEAR": "LUM", "RETAIL": "LUM", "OUTDOOR": "LUM",
    "SAFETY": "LUM", "ENGINE": "SUB", "HOUSING": "SUB", "ELEC": "PART", "MECH": "PART", "PACK": "PART",
}  # fmt: skip

CCTS: tuple[str, ...] = ("40", "30", "50", "65", "27")
USUAL_FAMILIES = 6  # of a small catalog: the first ones
FINISHES: dict[str, Text] = {
    "W": ("white", "白色"),
    "B": ("black", "黑色"),
    "G": ("gray", "灰色"),
    "N": ("brushed nickel", "拉丝镍"),
}
CONTROLS: dict[str, Text] = {
    "N": ("", ""),
    "D": ("DALI-2", "DALI-2调光"),
    "V": ("0-10 V", "0-10V调光"),
    "B": ("Bluetooth mesh", "蓝牙Mesh"),
}
DRIVER_WATTS = (10, 20, 40, 60, 100, 150, 240)
DRIVER_COST = {"N": 1.0, "V": 1.25, "D": 1.7, "B": 1.9}
CARTONS: dict[str, tuple[Text, float]] = {
    "S": (("Carton S, 180 × 180 × 120", "纸箱 S 180×180×120"), 0.42),
    "M": (("Carton M, 400 × 300 × 200", "纸箱 M 400×300×200"), 0.85),
    "L": (("Carton L, 1260 × 340 × 90", "纸箱 L 1260×340×90"), 1.55),
    "XL": (("Carton XL, 2450 × 160 × 120", "纸箱 XL 2450×160×120"), 2.3),
}

# bought and sold as they are: code, text, category, cost, markup, kilograms
CONTROL_GOODS: tuple[tuple[str, Text, float, float, float], ...] = (
    ("SE-PIR-C", ("Sense ceiling sensor, PIR", "感知吸顶人体感应器 PIR"), 8.2, 2.5, 0.12),
    ("SE-SW-4", ("Sense wall switch, 4 keys", "感知四键场景面板"), 9.6, 2.6, 0.15),
    ("SE-GW-1", ("Sense gateway, Bluetooth to Ethernet", "感知网关 蓝牙转以太网"), 46.0, 2.3, 0.4),
    ("SE-MW-H", ("Sense high-bay sensor, microwave", "感知工矿灯微波感应器"), 13.5, 2.4, 0.18),
    ("SE-DAY-C", ("Sense daylight sensor", "感知恒照度传感器"), 10.4, 2.5, 0.1),
    ("SE-DIM-2", ("Sense rotary dimmer, 2 channels", "感知旋钮调光器 双路"), 11.8, 2.4, 0.16),
    ("SE-REL-1", ("Sense relay module, 16 A", "感知继电器模块 16A"), 7.9, 2.5, 0.11),
    ("SE-DALI-P", ("Sense DALI power supply, 240 mA", "感知DALI总线电源 240mA"), 14.2, 2.3, 0.2),
    ("SE-TCH-7", ("Sense touch panel, 7 inch", "感知触控屏 7寸"), 88.0, 2.2, 0.6),
    ("SE-SW-2", ("Sense wall switch, 2 keys", "感知双键面板"), 7.4, 2.6, 0.13),
    ("SE-PHO-O", ("Sense photocell, NEMA", "感知光控器 NEMA"), 6.1, 2.5, 0.14),
    ("SE-RPT-1", ("Sense mesh repeater", "感知Mesh中继器"), 12.2, 2.4, 0.15),
)
ACCESSORY_GOODS: tuple[tuple[str, Text, float, float, float], ...] = (
    ("AC-SUS-15", ("Suspension kit, 1.5 m", "吊线套件 1.5米"), 2.1, 2.8, 0.25),
    ("AC-TRK-2W", ("Track, 2 m, white", "轨道条 2米 白色"), 6.8, 2.3, 1.6),
    ("AC-EBP-3H", ("Emergency battery pack, 3 h", "应急电源包 3小时"), 15.5, 2.2, 0.8),
    ("AC-SMF-66", ("Surface-mount frame, 600 × 600", "明装框 600×600"), 7.2, 2.2, 1.4),
    ("AC-TRK-1B", ("Track, 1 m, black", "轨道条 1米 黑色"), 4.1, 2.3, 0.8),
    ("AC-BRK-FL", ("Floodlight bracket", "投光灯支架"), 3.6, 2.4, 0.9),
    ("AC-PLA-60", ("Pole adapter, 60 mm", "灯杆接头 60mm"), 8.3, 2.1, 1.2),
    ("AC-CON-L", ("Track connector, L", "轨道接头 L型"), 1.2, 2.9, 0.08),
)
ACCESSORY_RANGES: tuple[tuple[str, Text, tuple[str, ...], float, float, float], ...] = (
    ("AC-CBL", ("Pendant cable, {} m", "吊装电缆 {}米"), ("1", "2", "3", "5", "10", "15", "20"), 0.9, 2.6, 0.1),
    ("AC-GLD", ("Cable gland M{}", "防水接头 M{}"), ("12", "16", "20", "25", "32", "40"), 0.35, 3.0, 0.03),
    ("AC-LNS", ("Snap-on lens, {}°", "卡扣透镜 {}°"), ("10", "15", "24", "36", "45", "60", "90"), 1.4, 2.7, 0.05),
    ("AC-RNG", ("Trim ring, Ø {} mm", "装饰面环 Φ{}"), ("75", "90", "110", "125", "150", "175", "200"), 1.1, 2.7, 0.08),
    ("AC-SPD", ("Surge protector, {} kV", "浪涌保护器 {}kV"), ("6", "10", "15", "20"), 4.4, 2.3, 0.15),
    ("AC-PRF", ("Aluminum profile, {} mm", "铝型材 {}mm"), ("500", "1000", "1500", "2000", "2500", "3000"), 2.2, 2.4, 0.6),
    ("AC-WGD", ("Wire guard, {} mm", "防护网罩 {}mm"), ("250", "300", "350", "400", "600", "1200", "1500"), 3.9, 2.4, 0.7),
    ("AC-SPR", ("Spare driver kit, {} W", "备用驱动套件 {}W"), ("10", "20", "40", "60", "100", "150", "240"), 4.8, 2.2, 0.3),
)  # fmt: skip

# parts that many things have: text, cost, category, lead time in days, kind of supplier, unit, days a lot keeps
COMMON_PARTS: dict[str, tuple[Text, float, str, int, str, str, int]] = {
    "EL-HRN-3": (("Wire harness, 3-core", "三芯线束"), 0.55, "ELEC", 12, "electronics", "pcs", 0),
    "EL-CON-2": (("Board connector, 2-pin", "板端连接器 2P"), 0.06, "ELEC", 14, "electronics", "pcs", 0),
    "EL-PST": (("Solder paste SAC305", "锡膏 SAC305"), 48.0, "ELEC", 10, "electronics", "kg", 180),
    "EL-BAT-64": (
        ("Battery pack, LiFePO4 6.4 V", "磷酸铁锂电池包 6.4V"),
        6.9,
        "ELEC",
        21,
        "electronics",
        "pcs",
        730,
    ),
    "ME-SCR-M4": (("Screw M4 × 12", "螺丝 M4×12"), 0.012, "MECH", 7, "hardware", "pcs", 0),
    "PK-LBL": (("Instruction sheet and label", "说明书及标签"), 0.08, "PACK", 4, "packaging", "pcs", 0),
}
