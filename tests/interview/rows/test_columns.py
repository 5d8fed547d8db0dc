"""Which column of a table is which: titles that the bundled list had before."""

import pytest

from takeover.checklist.library import load_checklist
from takeover.interview.rows.columns import find_layout
from takeover.interview.rows.table_file import read_tables

LOADED = load_checklist()


@pytest.mark.parametrize(
    ("register", "title", "target"),
    [
        ("people", "直线经理", "line_manager"), ("people", "直线经理确认日期", "confirmed_on"), ("people", "职能经理", "line_manager"),
        ("contract-card", "占点亏损限额", "foothold_loss_limit"), ("contract-card", "占点累计亏损", "foothold_loss"),
        ("contract-card", "每周误期违约金占合同金额比例", "damages_rate"), ("instruction-authority", "在用系统变更", "live_system"),
        ("decisions", "对范围、进度、费用或在用系统的影响", "effect"), ("payments", "质保金", "retention"), ("payments", "直线经理", None),
    ],
)  # fmt: skip
def test_table_with_a_former_chinese_title_is_still_read(register, title, target):
    registers = tuple(LOADED.in_language(one).register(register) for one in ("zh-Hans", "en"))
    (sheet,) = read_tables(f"{registers[0].columns[0].title},{title}\na,1\n".encode(), "x.csv")
    layout, _ = find_layout(sheet, registers, remembered={}, given={})
    assert layout.targets.get(2) == target
