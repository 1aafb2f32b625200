//! Drafts of two teams: who is in which half, both halves side by side, and where the rules collide (TM-3).

use design::{Badge, ButtonKind, Each, Section, Select, SelectOption, Tone};
use document::{Batch, Book, Entry};
use kernel::{RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;

use super::NewRecord;
use crate::{
    Half, Service, TeamSplit, commands,
    notices::ROTATION_FLOOR,
    rules::{self, HalfDrawn, Lack, Limits, OnLadder, Side, SplitDrawn},
    settings,
};

/// The user's drafts, and a button that begins one. On the page of the span.
#[component]
pub fn SplitDrafts() -> impl IntoView {
    let mirror = use_mirror();
    let me = Memo::new(move |_| mirror.read(rules::me));
    let splits = Memo::new(move |_| {
        let me = me.with(|me| me.as_ref().map(|me| me.id));
        mirror.read(|book| rules::splits_of(book, me))
    });
    let make = Callback::new(move |name: String| {
        let Some(me) = me.get_untracked() else { return Batch::new("") };
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        untrack(|| {
            mirror.read(|book| commands::draft_split(book, &author, &me, name, today, || mirror.new_id()))
        })
    });
    view! {
        <Section
            title="If you split"
            actions=move || view! {
                <NewRecord
                    label="Draft a split"
                    asks="Name"
                    hint="What you call the draft. It moves nobody."
                    make
                    kind=ButtonKind::Quiet
                />
            }
        >
            <Show
                when=move || splits.with(|splits| !splits.is_empty())
                fallback=|| view! { <p class="soft">"Draft two teams side by side: people, services, who leads. It shows the span, the on-call rotation, the seniority and the skills of each half before anybody moves."</p> }
            >
                <ul class="entries">
                    <Each each=move || splits.get() key=|split| (split.id, split.changed) let:split>
                        <li><a href=format!("/record/{}", split.id)>{split.name.clone()}</a></li>
                    </Each>
                </ul>
            </Show>
        </Section>
    }
}

/// The sections on the page of a draft.
#[component]
pub fn SplitSections(
    /// The draft.
    split: RecordId,
    /// Who stands on which rung; the roster knows no ladders.
    ladder: fn(&Book) -> OnLadder,
) -> impl IntoView {
    let mirror = use_mirror();
    let drawn = Memo::new(move |_| {
        let today = mirror.today();
        mirror.read(|book| {
            let entry = book.get::<TeamSplit>(split)?;
            let rotation = settings::number(book, &ROTATION_FLOOR);
            Some((rules::split(book, &entry, &ladder(book), today), rules::limits(book), rotation))
        })
    });
    view! {
        <Section title="Side by side">
            {move || drawn.get().map(|(drawn, limits, rotation)| view! { <SideBySide drawn limits rotation /> })}
        </Section>
        <Section title="Who goes where">
            {move || drawn.get().map(|(drawn, ..)| view! { <Places drawn /> })}
        </Section>
    }
}

/// Both halves as columns of one table, and where the rules collide.
#[component]
fn SideBySide(drawn: SplitDrawn, limits: Limits, rotation: i64) -> impl IntoView {
    let collides = collisions(&drawn, limits, rotation);
    let open = drawn.unplaced.len() + drawn.unplaced_services.len();
    let [first, second] = drawn.halves;
    let row = |title: &'static str, cell: &dyn Fn(&HalfDrawn) -> AnyView| {
        view! { <tr><th scope="row">{title}</th><td>{cell(&first)}</td><td>{cell(&second)}</td></tr> }
    };
    let rows = [
        row("Lead", &|half| match &half.lead {
            Some(lead) => view! { <a href=format!("/people/{}", lead.id)>{lead.name.clone()}</a> }.into_any(),
            None => "to be found".into_any(),
        }),
        row("Span", &|half| {
            let reports = words::counted(half.span(), "report", "reports");
            match half.side {
                Side::Within => format!("{reports}: good").into_any(),
                Side::Below => badge(format!("{reports}: below {}", limits.floor)),
                Side::Above => badge(format!("{reports}: above {}", limits.ceiling)),
            }
        }),
        row("On call", &|half| match (half.staffs_rotation, half.has_slack) {
            (false, _) => badge(format!("fewer than {rotation} for a weekly rotation")),
            (true, false) => format!("every {} weeks; nobody can be away", half.span()).into_any(),
            (true, true) => format!("every {} weeks", half.span()).into_any(),
        }),
        row("Seniority", &|half| seniority(half).into_any()),
        row("Services", &|half| {
            let names: Vec<&str> = half.services.iter().map(|service| service.name.as_str()).collect();
            if names.is_empty() { "none".into_any() } else { words::listed(&names).into_any() }
        }),
        row("Skills", &lacking),
        row("Openings", &|half| match half.openings {
            0 => "none".into_any(),
            openings => badge(format!("{openings} to find")),
        }),
    ];
    view! {
        <div class="side-by-side" role="region" aria-label="Both halves" tabindex="0">
            <table>
                <thead>
                    <tr><td></td><th scope="col">{first.name.clone()}</th><th scope="col">{second.name.clone()}</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        {collides.map(|collides| view! { <p role="note">{collides}</p> })}
        {(open > 0).then(|| view! { <p class="soft small">{format!("{open} not placed yet, below.")}</p> })}
    }
}

fn badge(words: String) -> AnyView {
    view! { <Badge tone=Tone::Signal>{words}</Badge> }.into_any()
}

/// What the services of a half lack among its people.
fn lacking(half: &HalfDrawn) -> AnyView {
    let lacking = half.needs.iter().filter(|need| need.lack().is_some_and(|lack| lack > Lack::OnePerson));
    let mirror = use_mirror();
    let named: Vec<String> = lacking
        .filter_map(|need| {
            let skill = untrack(|| mirror.title(need.demand.skill?.id()))?;
            Some(format!("{skill} for {}", need.needed_for))
        })
        .collect();
    if named.is_empty() {
        return "nothing lacks".into_any();
    }
    let lacks = words::counted(named.len(), "lacks", "lack");
    view! {
        <Badge tone=Tone::Signal>{lacks}</Badge>
        " "
        <span class="small soft">{words::listed(&named)}</span>
    }
    .into_any()
}

/// The mix of a half, and whether its seniors can mentor who needs it.
fn seniority(half: &HalfDrawn) -> String {
    let (counts, need) = (half.mix.counts, words::many(&half.mix.need_mentor));
    let mix = format!("{} senior, {} in between, {} junior", counts.senior, counts.middle, counts.junior);
    match need {
        0 => mix,
        need => format!("{mix}; a mentor for {} of {need} who need one", half.mix.mentor_seats.min(need)),
    }
}

/// Where the rules of the span and of the rotation pull against each other, in words (TM-3.2, TM-3.3).
fn collisions(drawn: &SplitDrawn, limits: Limits, rotation: i64) -> Option<String> {
    let of = |holds: &dyn Fn(&HalfDrawn) -> bool| {
        let names = drawn.halves.iter().filter(|half| holds(half)).map(|half| half.name.as_str());
        words::listed(&names.collect::<Vec<_>>())
    };
    let (below, tight) = (of(&|half| half.side == Side::Below), of(&|half| !half.has_slack));
    let mut said = Vec::new();
    if !below.is_empty() {
        said.push(format!("{below} would have fewer than {} reports", limits.floor));
    }
    if !tight.is_empty() {
        said.push(format!("{tight} would have no slack in a weekly rotation of {rotation}"));
    }
    let openings: i64 = drawn.halves.iter().map(|half| half.openings).sum();
    let mend = match openings {
        0 => String::new(),
        openings => format!(" {} would mend it.", words::counted(openings, "opening", "openings")),
    };
    let reports = words::counted(drawn.reports, "report", "reports");
    (!said.is_empty())
        .then(|| format!("Where the rules collide, with {reports} in two: {}.{mend}", said.join("; ")))
}

/// Each person and service with the half it is in.
#[component]
fn Places(drawn: SplitDrawn) -> impl IntoView {
    let mirror = use_mirror();
    let names = drawn.halves.each_ref().map(|half| half.name.clone());
    let options: Vec<SelectOption> =
        Half::ALL.iter().zip(names).map(|(half, name)| SelectOption::new(half.word(), name)).collect();
    let placed = |half: Half, drawn: &HalfDrawn| {
        let people = drawn.people.iter().map(|person| (person.id, person.name.clone(), "people"));
        let services = drawn
            .services
            .iter()
            .map(|service: &Entry<Service>| (service.id, service.name.clone(), "record"));
        people.chain(services).map(|(id, name, at)| (id, name, at, Some(half))).collect::<Vec<_>>()
    };
    let [first, second] = &drawn.halves;
    let mut lines = [placed(Half::First, first), placed(Half::Second, second)].concat();
    lines.extend(drawn.unplaced.iter().map(|person| (person.id, person.name.clone(), "people", None)));
    lines.extend(
        drawn.unplaced_services.iter().map(|service| (service.id, service.name.clone(), "record", None)),
    );
    // People first, then services, each by name, so that a line stays where it is when it is moved.
    lines.sort_by_key(|(_, name, at, _)| (*at != "people", kernel::text::fold(name)));
    let split = drawn.split;
    let lines = lines.into_iter().map(|(id, name, at, half)| {
        let (split, options) = (split.clone(), options.clone());
        let label = format!("Half of {name}");
        let value = half.map(|half| half.word().to_owned()).unwrap_or_default();
        let choose = move |word: String| {
            let half = Half::ALL.iter().find(|half| half.word() == word).copied();
            let (author, new) = (untrack(|| mirror.author()), mirror.new_id());
            let batch =
                untrack(|| mirror.read(|book| commands::place_in(book, &author, new, &split, id, half)));
            mirror.commit(batch);
        };
        view! {
            <li>
                <a href=format!("/{at}/{id}")>{name}</a>
                <Select label value options none="Neither" on_change=choose />
            </li>
        }
    });
    view! { <ul class="entries places">{lines.collect_view()}</ul> }
}
