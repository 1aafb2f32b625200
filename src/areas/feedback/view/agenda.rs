//! The shared agenda: topics of both sides, ticked off in the talk, carried over while open (FB-1).

use design::{AudienceMark, Badge, Button, Checkbox, ChoiceSelect, Each, IconButton, Sign};
use document::Audience;
use kernel::RecordId;
use leptos::prelude::*;
use mirror::use_mirror;
use roster::view::{UnsentLine, UnsentText};

use crate::{
    AgendaItem, AgendaState, RaisedBy, commands,
    rules::{self, AgendaLine},
};

/// Open topics, what was discussed in this talk, and a line to add one.
#[component]
pub fn Agenda(
    /// Whose agenda it is.
    person: RecordId,
    /// The talk under way.
    #[prop(into)]
    talk: Signal<Option<RecordId>>,
) -> impl IntoView {
    let mirror = use_mirror();
    let open = Memo::new(move |_| mirror.read(|book| rules::agenda(book, person)));
    let discussed = Memo::new(move |_| {
        let talk = talk.get();
        let items = mirror.all::<AgendaItem>();
        let here = |item: &AgendaItem| {
            item.state == AgendaState::Discussed
                && talk.is_some()
                && item.discussed_in.map(document::Ref::id) == talk
        };
        items.iter().filter(|item| here(item)).cloned().collect::<Vec<_>>()
    });
    let topic = UnsentText::of(format!("topic for {person}"));
    topic.restore();
    topic.keep_when_left();
    let raised_by = RwSignal::new(RaisedBy::default());
    let add = move || {
        // Enter sends as the button does, also where the button cannot be pressed.
        if !untrack(|| mirror.may_write(Audience::Everyone)) {
            return;
        }
        let Some(said) = topic.said() else { return };
        let item = AgendaItem {
            topic: said,
            person: Some(person.into()),
            raised_by: raised_by.get_untracked(),
            raised_on: Some(untrack(|| mirror.today())),
            ..AgendaItem::default()
        };
        let batch = commands::add_topic(&untrack(|| mirror.author()), mirror.new_id(), &item);
        mirror.commit(batch.with_all(topic.sent()));
    };
    view! {
        <ul class="checklist" aria-label="Open topics">
            <Each each=move || open.get() key=|line| (line.item.id, line.item.topic.clone(), line.carried) let:line>
                <Topic line talk />
            </Each>
            {move || discussed.get().into_iter().map(|item| {
                let label = item.topic.clone();
                let writes = item.document.audience;
                let reopen = move |_| mirror.commit(commands::reopen_topic(&item));
                view! { <li class="done"><Checkbox label writes checked=true on_change=reopen /></li> }
            }).collect_view()}
        </ul>
        <Show when=move || open.with(Vec::is_empty) && discussed.with(Vec::is_empty)>
            <p class="soft">"No topics yet. What stays open carries over to the next talk by itself."</p>
        </Show>
        <form class="row add-line" on:submit=move |event| {
            event.prevent_default();
            add();
        }>
            <UnsentLine text=topic label="New topic" placeholder="New topic" />
            <ChoiceSelect label="Who brings it" value=raised_by />
            <Button sign=Sign::Plus writes=Audience::Everyone on_press=move |()| add()>"Add"</Button>
        </form>
    }
}

#[component]
fn Topic(line: AgendaLine, talk: Signal<Option<RecordId>>) -> impl IntoView {
    let mirror = use_mirror();
    let AgendaLine { item, carried } = line;
    let label = item.topic.clone();
    let raised = (item.raised_by == RaisedBy::Report).then_some("theirs");
    let (drop_label, title) = (format!("Drop “{}”", item.topic), item.topic.clone());
    let (dropped, writes) = (item.clone(), item.document.audience);
    let address = format!("/record/{}", item.id);
    let tick = move |_| {
        // Without a talk under way the topic is simply no longer open.
        let batch = match talk.get_untracked() {
            Some(talk) => commands::discuss_topic(&item, talk),
            None => commands::drop_topic(&item),
        };
        mirror.commit(batch);
    };
    view! {
        <li>
            <Checkbox label writes checked=false on_change=tick />
            {raised.map(|words| view! { <Badge>{words}</Badge> })}
            {(carried > 0).then(|| view! { <Badge>{format!("carried over {carried}×")}</Badge> })}
            {(writes != Audience::Everyone).then(|| view! { <AudienceMark audience=writes /> })}
            <a class="small" href=address>"Open"<span class="visually-hidden">" "{title}</span></a>
            <IconButton sign=Sign::Close label=drop_label writes on_press=move |()| mirror.commit(commands::drop_topic(&dropped)) />
        </li>
    }
}
