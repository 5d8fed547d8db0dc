"""What is asked before the first question, and what is not asked because it was given."""

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.interview.acts import PartyNamed, SettingRecorded
from takeover.interview.prompts import Pick, Tick, Tone, Type, Verb
from takeover.interview.setup import SURE, UNKNOWN, Left, Setup, acts_of_setup, ask_missing, values_to_offer
from takeover.values import Role
from tests.interview.desk import Script

EN = load_catalogue("en")
CLIENT = ("Case system", "client", "Agency", "sole", "fixed_price", "2026-03-31", ("live_system",))


def test_client_project_is_asked_at_most_eight_things():
    script = Script(*CLIENT, ("outgoing_pm", "client"))
    setup = ask_missing(script, EN, Setup())
    assert len(script.asked) == 8
    assert setup == Setup(
        project="Case system",
        engagement="client",
        customer="Agency",
        pm_role="sole",
        pricing="fixed_price",
        cut_off="2026-03-31",
        live_system="yes",
        accepted=UNKNOWN,
        team=UNKNOWN,
        subcontractor=UNKNOWN,
        foothold=UNKNOWN,
        parties=(PartyNamed(role=Role.OUTGOING_PM), PartyNamed(role=Role.CLIENT)),
    )


def test_what_is_not_ticked_is_no_only_for_somebody_who_is_sure():
    setup = ask_missing(Script(*CLIENT[:-1], ("team", SURE), ()), EN, Setup())
    assert isinstance(setup, Setup)
    assert (setup.live_system, setup.accepted, setup.team) == ("no", "no", "yes")


def test_values_of_the_last_start_are_offered_and_may_be_changed():
    before = ask_missing(Script(*CLIENT, ("client", "team")), EN, Setup())
    assert isinstance(before, Setup)
    last = values_to_offer(before)
    assert "project" not in last
    script = Script("Other", "client", "Agency", "paired", "fixed_price", "", (), ("client",))
    ask_missing(script, EN, Setup(), last=last)
    offered = [p.ticked if isinstance(p, Tick) else p.default for p in script.asked]
    assert offered == ["", "client", "Agency", "sole", "fixed_price", "", (), ("client", "team")]


def test_internal_project_has_no_customer_and_offers_the_main_user():
    script = Script("Case system", "internal", "paired", "", (), ("main_user",))
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    assert (setup.customer, setup.pricing, setup.cut_off) == ("", "", "")
    tick = next(prompt for prompt in script.asked if prompt.title == EN.text("interview.setup.roles"))
    assert isinstance(tick, Tick)
    assert "client" not in {option.value for option in tick.options}
    assert tick.ticked == ("outgoing_pm", "sponsor", "main_user")


def test_what_was_given_is_not_asked():
    given = Setup(
        project="P", engagement="internal", pm_role="sole", cut_off="2026-03-31", live_system="no", accepted="no",
        team=UNKNOWN, parties=(PartyNamed(role=Role.SPONSOR),),
    )  # fmt: skip
    script = Script()
    assert ask_missing(script, EN, given) == given
    assert script.asked == []


def test_only_what_is_missing_is_asked():
    given = Setup(project="P", engagement="internal", pm_role="sole", live_system="no", accepted="no", team="yes")
    script = Script("2026-03-31T09:00", ())
    setup = ask_missing(script, EN, given)
    assert isinstance(setup, Setup)
    assert setup.cut_off == "2026-03-31T09:00"
    assert len(script.asked) == 2


def test_wrong_cut_off_and_missing_project_are_asked_again():
    script = Script("", "P", "internal", "sole", "soon", "2026-3-31", (), ())
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    assert (setup.project, setup.cut_off) == ("P", "2026-03-31")
    assert len(script.text(Tone.ERROR)) == 2


def test_back_goes_to_the_question_before_with_its_reply():
    script = Script("First", Verb.BACK, "Second", "internal", "sole", "", (), ())
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    assert setup.project == "Second"
    prompt = script.asked[2]
    assert isinstance(prompt, Type)
    assert prompt.default == "First"


@pytest.mark.parametrize("verb", [Verb.QUIT, Verb.INTERRUPT])
def test_leaving_early_gives_what_was_said(verb):
    left = ask_missing(Script("Case system", "client", verb), EN, Setup())
    assert left == Left(setup=Setup(project="Case system", engagement="client"), verb=verb)


@pytest.mark.parametrize("language", LANGUAGES)
def test_setup_speaks_both_languages(language):
    script = Script(*CLIENT, ("client",))
    ask_missing(script, load_catalogue(language), Setup())
    assert len({prompt.title for prompt in script.asked}) == 8


def test_acts_leave_out_what_is_not_known_and_infer_the_predecessor():
    setup = Setup(project="P", engagement="client", team=UNKNOWN, parties=(PartyNamed(role=Role.OUTGOING_PM),))
    acts = acts_of_setup(setup)
    assert acts == (
        SettingRecorded(setting="project", value="P"),
        SettingRecorded(setting="engagement", value="client"),
        SettingRecorded(setting="predecessor", value="yes"),
        PartyNamed(role=Role.OUTGOING_PM),
    )
    assert SettingRecorded(setting="predecessor", value="no") in acts_of_setup(
        Setup(predecessor="no", parties=setup.parties)
    )


@pytest.mark.parametrize(
    ("ticked", "said"),
    [(("foothold", SURE), ("no", "yes")), (("subcontractor",), ("yes", UNKNOWN)), ((), (UNKNOWN, UNKNOWN))],
)
def test_a_client_engagement_is_asked_also_for_subcontract_and_foothold(ticked, said):
    script = Script("P", "client", "", "sole", UNKNOWN, "", ticked, ())
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    assert (setup.subcontractor, setup.foothold) == said


def test_an_internal_project_is_no_subcontract_and_no_foothold():
    script = Script("P", "internal", "sole", "", ("team",), ())
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    facts = next(prompt for prompt in script.asked if isinstance(prompt, Tick))
    assert not {"subcontractor", "foothold"} & {option.value for option in facts.options}
    recorded = {act.setting: act.value for act in acts_of_setup(setup) if isinstance(act, SettingRecorded)}
    assert (recorded["subcontractor"], recorded["foothold"]) == ("no", "no")


def test_back_to_the_facts_finds_them_ticked_as_they_were():
    script = Script("P", "internal", "sole", "", ("team",), Verb.BACK, (SURE,), ("team",))
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    assert (setup.team, setup.parties) == ("no", (PartyNamed(role=Role.TEAM),))
    ticks = [prompt for prompt in script.asked if isinstance(prompt, Tick)]
    assert ticks[2].ticked == ("team",)


def test_stray_enter_says_not_known_yet():
    script = Script("P", "client", "", "sole", UNKNOWN, "", (), ())
    setup = ask_missing(script, EN, Setup())
    assert isinstance(setup, Setup)
    defaults = [prompt.default for prompt in script.asked if isinstance(prompt, Pick)]
    assert defaults == ["", "", UNKNOWN]
    assert (setup.live_system, setup.accepted, setup.team) == (UNKNOWN, UNKNOWN, UNKNOWN)


def test_a_talk_that_was_cut_off_goes_on_where_it_was():
    kept = []
    ask_missing(Script("Case system", "client", Verb.INTERRUPT), EN, Setup(), keep=kept.append)
    assert kept[-1] == {"project": ("Case system",), "engagement": ("client",)}
    script = Script(*CLIENT[2:], ("client",))
    setup = ask_missing(script, EN, Setup(), earlier=kept[-1])
    assert isinstance(setup, Setup)
    assert (setup.project, setup.engagement, setup.customer) == ("Case system", "client", "Agency")
    assert script.asked[0].title == EN.text("interview.setup.customer")


def test_going_back_still_offers_what_was_said_before_the_cut():
    script = Script(Verb.BACK, "internal", "sole", "", (), ("main_user",))
    setup = ask_missing(script, EN, Setup(), earlier={"project": ("P",), "engagement": ("client",)})
    assert isinstance(setup, Setup)
    assert (setup.project, setup.engagement) == ("P", "internal")
