//! Opening a role from what is behind it (HI-1).

use design::{AudienceField, DateInput, Field, Select, SelectOption, chosen_audience};
use document::{Book, Record};
use kernel::{Date, RecordId, days_between};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    GapAnswer, GapResponse, Person, Skill, Team,
    view::{UnsentArea, UnsentDialog, UnsentLine, UnsentText},
};

use crate::{Cause, Opening, commands};

/// How long after somebody left, in days, their place is still offered as what is behind an opening. Ours.
const LEFT_SINCE: i64 = 180;

/// What can be behind an opening: workload, each gap that is answered with hiring, everybody who leaves.
fn causes(book: &Book, today: Date) -> Vec<SelectOption> {
    let mut options = vec![SelectOption::new("workload", "Workload: more to do than people can carry")];
    for one in book.all::<GapResponse>().iter() {
        let open = one.answer == GapAnswer::Hire && one.ended_on.is_none();
        let skill = one.skill.and_then(|skill| book.get::<Skill>(skill.id()));
        if let Some(skill) = skill.filter(|_| open && commands::opening_behind(book, one.id).is_none()) {
            options.push(SelectOption::new(format!("gap-{}", one.id), format!("Skill gap: {}", skill.name)));
        }
    }
    for person in book.all::<Person>().iter() {
        let leaves = person.end_date.is_some_and(|last| days_between(last, today) <= LEFT_SINCE);
        if leaves && commands::opening_behind(book, person.id).is_none() {
            options.push(SelectOption::new(
                format!("left-{}", person.id),
                format!("Departure: {}", person.name),
            ));
        }
    }
    options
}

/// The opening that a choice begins with.
fn begun(book: &Book, behind: &str) -> Option<Opening> {
    let id = |prefix: &str| behind.strip_prefix(prefix)?.parse::<RecordId>().ok();
    if behind == "workload" {
        return Some(Opening { cause: Some(Cause::Workload), ..Opening::default() });
    }
    if let Some(response) = id("gap-").and_then(|id| book.get::<GapResponse>(id)) {
        return Some(commands::from_gap(book, &response));
    }
    let leaver = id("left-").and_then(|id| book.get::<Person>(id))?;
    Some(commands::from_departure(&leaver))
}

/// The dialog that opens a role. `behind` is what is chosen as its cause when it opens.
#[component]
pub fn OpenDialog(open: RwSignal<bool>, behind: RwSignal<String>) -> impl IntoView {
    let mirror = use_mirror();
    let texts @ [role, level, because] =
        ["opening: role", "opening: level", "opening: reason"].map(UnsentText::of);
    let team = RwSignal::new(None::<RecordId>);
    let wanted = RwSignal::new(None::<Date>);
    let audience = RwSignal::new(None);
    let wrong @ [no_role, no_cause] = [RwSignal::new(None::<String>), RwSignal::new(None::<String>)];
    // What is known about the cause is put in, unless something was written already.
    let take = move |what: String| {
        if let Some(opening) = untrack(|| mirror.read(|book| begun(book, &what))) {
            for (text, known) in [
                (role, Some(opening.role)),
                (level, opening.level),
                (because, Some(opening.because.to_string())),
            ] {
                let known = known.unwrap_or_default();
                if text.said().is_none() && !known.is_empty() {
                    text.typed(known);
                }
            }
            if let Some(of) = opening.team {
                team.set(Some(of.id()));
            }
            if opening.wanted_from.is_some() {
                wanted.set(opening.wanted_from);
            }
        }
        behind.set(what);
    };
    let begin = move |()| {
        team.set(None);
        wanted.set(None);
        audience.set(None);
        for one in wrong {
            one.set(None);
        }
        take(behind.get_untracked());
    };
    let options = Signal::derive(move || {
        let today = mirror.today();
        mirror.read(|book| causes(book, today))
    });
    let teams = Signal::derive(move || {
        let all = mirror.all::<Team>();
        all.iter().map(|team| SelectOption::new(team.id.to_string(), team.name.clone())).collect::<Vec<_>>()
    });
    let make = move |()| {
        let begun = untrack(|| mirror.read(|book| begun(book, &behind.get_untracked())));
        no_role.set(role.said().is_none().then(|| "Say what the role is.".to_owned()));
        no_cause.set(begun.is_none().then(|| "Say why it is open.".to_owned()));
        let begun = begun?;
        // Who opens a role is who leads whoever comes, unless the page of the opening says otherwise.
        let me = untrack(|| mirror.read(roster::rules::me)).map(|me| me.id.into());
        let opening = Opening {
            role: role.said()?,
            manager: begun.manager.or(me),
            level: level.said(),
            team: team.get_untracked().map(Into::into),
            wanted_from: wanted.get_untracked(),
            because: because.said().unwrap_or_default().as_str().into(),
            ..begun
        };
        let batch = commands::open_role(&untrack(|| mirror.author()), mirror.new_id(), &opening);
        Some(batch.made_for(chosen_audience(mirror, Opening::KIND, audience)))
    };
    view! {
        <UnsentDialog open title="Open a role" act="Open it" texts on_open=begin make>
            <Field label="Why it is open" hint="What is known about it is put in below." error=no_cause>
                <Select value=behind options none="Choose" on_change=take />
            </Field>
            <Field label="Role" hint="As candidates will read it." error=no_role>
                <UnsentLine text=role />
            </Field>
            <Field label="Level">
                <UnsentLine text=level placeholder="IC4" />
            </Field>
            <Field label="Team">
                <Select
                    value=Signal::derive(move || team.get().map(|id| id.to_string()).unwrap_or_default())
                    options=teams
                    none="Not decided"
                    on_change=move |id: String| team.set(id.parse().ok())
                />
            </Field>
            <Field label="Reason, and what its delay costs">
                <UnsentArea text=because />
            </Field>
            <Field label="Wanted from">
                <DateInput value=wanted on_change=move |day| wanted.set(day) />
            </Field>
            <AudienceField kind=Opening::KIND value=audience />
        </UnsentDialog>
    }
}
