//! What peers were asked about one person, asking another, and noting what they answer (FB-6).

use design::{
    Badge, Button, ChoiceSelect, DateInput, Each, Field, Section, Select, SelectOption, Sign, Tone as Look,
};
use document::Entry;
use kernel::{Date, RecordId, words};
use leptos::prelude::*;
use mirror::use_mirror;
use roster::{
    Person,
    view::{PersonPicker, UnsentArea, UnsentDialog, UnsentLine, UnsentText, called},
};

use crate::{FeedbackRequest, Tone, commands, rules};

/// How many days a peer is given, unless one says otherwise (ours).
const GIVEN_DAYS: u64 = 7;

/// What peers were asked about a person.
#[component]
pub fn PeerRequests(
    /// The person.
    person: RecordId,
) -> impl IntoView {
    let mirror = use_mirror();
    let requests = Memo::new(move |_| mirror.read(|book| rules::requests_about(book, person)));
    let asking = RwSignal::new(false);
    let answered = RwSignal::new(None::<Entry<FeedbackRequest>>);
    let answering = RwSignal::new(false);
    let answer = move |request: Entry<FeedbackRequest>| {
        answered.set(Some(request));
        answering.set(true);
    };
    view! {
        // What only the user may read is left out of print: paper is handed on.
        <div class="screen-only">
            <Section
                title="Asked of peers"
                count=Signal::derive(move || Some(requests.with(Vec::len)))
                actions=move || view! { <Button sign=Sign::MessageSquare on_press=move |()| asking.set(true)>"Ask a peer"</Button> }
            >
                <Show when=move || requests.with(Vec::is_empty)>
                    <p class="soft">"Who works beside somebody sees what you do not. Ask two of them one thing each, until a day; what they answer is kept as seen by a peer. Only you can read it, unless you say otherwise."</p>
                </Show>
                <ul class="entries">
                    <Each each=move || requests.get() key=|request| (request.id, request.changed) let:request>
                        <Request request on_answer=Callback::new(answer) />
                    </Each>
                </ul>
            </Section>
        </div>
        <AskDialog open=asking person />
        <AnswerDialog open=answering request=answered />
    }
}

#[component]
fn Request(request: Entry<FeedbackRequest>, on_answer: Callback<Entry<FeedbackRequest>>) -> impl IntoView {
    let mirror = use_mirror();
    let peer = called(request.peer);
    let href = match request.answer {
        Some(answer) => format!("/record/{}", answer.id()),
        None => format!("/record/{}", request.id),
    };
    let asks = words::excerpt(&request.asks, 140);
    let audience = request.document.audience;
    let is_open = rules::is_open(&request);
    let dated = request.clone();
    let standing = move || {
        let today = mirror.today();
        match (dated.answered_on, dated.given_up_on, rules::late_by(&dated, today), dated.due) {
            (Some(on), ..) => view! { <Badge>{format!("answered {}", words::day(on))}</Badge> }.into_any(),
            (_, Some(_), ..) => view! { <Badge>"no answer"</Badge> }.into_any(),
            (_, _, Some(late), _) => {
                view! { <Badge tone=Look::Signal>{format!("{} late", words::days(late))}</Badge> }.into_any()
            }
            (_, _, _, Some(due)) => view! { <Badge>{format!("by {}", words::day(due))}</Badge> }.into_any(),
            _ => ().into_any(),
        }
    };
    let (asked, dropped) = (request.clone(), request);
    let give_up = move |()| {
        mirror.commit(commands::give_up_request(&dropped, untrack(|| mirror.today())));
    };
    view! {
        <li>
            <span class="small soft nowrap">{move || peer.get().unwrap_or_default()}</span>
            <a href=href>{asks}</a>
            {standing}
            {is_open.then(|| view! {
                <span class="acts">
                    <Button writes=audience on_press=move |()| on_answer.run(asked.clone())>"Note the answer"</Button>
                    <Button writes=audience on_press=give_up>"Stop waiting"</Button>
                </span>
            })}
        </li>
    }
}

#[component]
fn AskDialog(open: RwSignal<bool>, person: RecordId) -> impl IntoView {
    let mirror = use_mirror();
    let peer = RwSignal::new(None::<RecordId>);
    let asks = UnsentText::of(format!("Ask a peer about {person}"));
    let chosen = RwSignal::new(String::new());
    let due = RwSignal::new(None::<Date>);
    let (no_peer, no_text) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let name = move || {
        let person = mirror.read(|book| book.get::<Person>(person));
        person.map(|person| person.name.split(' ').next().unwrap_or_default().to_owned()).unwrap_or_default()
    };
    let options = move || {
        let option = |(number, text): (usize, &&str)| {
            SelectOption::new(number.to_string(), rules::prompt(text, &name()))
        };
        rules::PROMPTS.iter().enumerate().map(option).collect::<Vec<_>>()
    };
    let choose = move |number: String| {
        let prompt = number.parse().ok().and_then(|number: usize| rules::PROMPTS.get(number));
        if let Some(prompt) = prompt {
            asks.text().set(rules::prompt(prompt, &untrack(name)));
        }
        chosen.set(number);
    };
    let begin = move |()| {
        peer.set(None);
        chosen.set(String::new());
        due.set(Some(mirror.today() + chrono::Days::new(GIVEN_DAYS)));
        no_peer.set(None);
        no_text.set(None);
    };
    let ask = move |()| {
        let who = peer.get_untracked().filter(|peer| *peer != person);
        let text = asks.said();
        no_peer.set(who.is_none().then(|| "Choose somebody else than the person it is about.".to_owned()));
        no_text.set(text.is_none().then(|| "Say what you ask.".to_owned()));
        let request = FeedbackRequest {
            asks: text?,
            person: Some(person.into()),
            peer: Some(who?.into()),
            asked_on: Some(untrack(|| mirror.today())),
            due: due.get_untracked(),
            ..FeedbackRequest::default()
        };
        Some(commands::ask_peer(&untrack(|| mirror.author()), mirror.new_id(), &request))
    };
    view! {
        <UnsentDialog open title="Ask a peer" act="Keep it" texts=[asks] on_open=begin make=ask>
            <p class="soft small">"Pilothouse sends nothing: ask them yourself, in person or in a message, and note here what you asked."</p>
            <Field label="Who" error=no_peer>
                <PersonPicker value=peer />
            </Field>
            <Field label="Begin with" hint="Ours; change the words as you like.">
                <Select value=chosen options=options() on_change=choose none="Own words" />
            </Field>
            <Field label="What you ask" error=no_text>
                <UnsentLine text=asks />
            </Field>
            <Field label="Until" hint="A week unless you say otherwise; ours.">
                <DateInput value=due on_change=move |day| due.set(day) />
            </Field>
        </UnsentDialog>
    }
}

#[component]
fn AnswerDialog(open: RwSignal<bool>, request: RwSignal<Option<Entry<FeedbackRequest>>>) -> impl IntoView {
    let mirror = use_mirror();
    let text = UnsentText::of("What a peer answered");
    let tone = RwSignal::new(Tone::default());
    let missing = RwSignal::new(None::<String>);
    let begin = move |()| {
        tone.set(Tone::default());
        missing.set(None);
    };
    let note = move |()| {
        let request = request.get_untracked()?;
        let said = text.said().unwrap_or_default();
        let (author, today) = untrack(|| (mirror.author(), mirror.today()));
        let batch =
            commands::note_answer(&author, mirror.new_id(), &request, (tone.get_untracked(), &said), today);
        missing.set(batch.is_none().then(|| "Write down what they said.".to_owned()));
        batch
    };
    view! {
        <UnsentDialog open title="Note what they answered" act="Keep it" texts=[text] on_open=begin make=note>
            <p class="soft small">{move || request.get().map(|request| request.asks.clone())}</p>
            <Field label="What they said" hint="It becomes an observation that a peer told." error=missing>
                <UnsentArea text />
            </Field>
            <Field label="Kind">
                <ChoiceSelect value=tone in_sight=true />
            </Field>
        </UnsentDialog>
    }
}
