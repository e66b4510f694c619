from erp.core.search import KEY_LENGTH, search_key


def test_a_chinese_name_is_found_by_characters_pinyin_and_initials_from_any_syllable():
    key = search_key("BRG-6204", "深沟球轴承")
    for wanted in ("brg-6204", " 6204", "深沟球轴承", "shengouqiuzhoucheng", "zhoucheng", " zc", " sgqzc"):
        assert wanted in key


def test_full_width_letters_and_case_do_not_matter():
    assert " abc-1" in search_key("ＡＢＣ－1")


def test_the_key_is_cut_at_a_word():
    key = search_key("X", *(f"word{number}" for number in range(500)))
    assert len(key) <= KEY_LENGTH
    assert key.split()[-1].startswith("word")


def test_null_characters_are_left_out():
    assert "\x00" not in search_key("a\x00b")
