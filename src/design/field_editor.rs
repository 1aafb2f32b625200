//! One field of a record, edited as its shape asks: the one place that knows which editor belongs to which shape.

use std::collections::BTreeSet;

use document::{FieldSpec, Shape, Value};
use gloo::timers::callback::Timeout;
use kernel::{Date, RecordId, Timestamp, Weekdays};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    Checkbox, Chip, Combobox, DateInput, Field, NumberInput, Pick, ProseInput, Select, SelectOption,
    TextInput, WeekdaysInput, check, shown, together::Together,
};

/// A change to co-written text: what it started from and what was made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextEdit {
    /// What the writer saw.
    pub base: String,
    /// What the writer made of it.
    pub text: String,
}

/// How a form learns of other records. Both are asked inside reactive code, so they may read signals.
#[derive(Clone, Copy)]
pub struct References {
    /// The title of a record; empty if it is not known.
    pub title: Callback<RecordId, String>,
    /// Records of a kind (any kind when empty) that fit a few letters, best first; the key is the record's id.
    pub find: Callback<(&'static str, String), Vec<Pick>>,
}

impl References {
    /// Made of the two functions.
    pub fn new(
        title: impl Fn(RecordId) -> String + Send + Sync + 'static,
        find: impl Fn(&'static str, String) -> Vec<Pick> + Send + Sync + 'static,
    ) -> Self {
        Self { title: Callback::new(title), find: Callback::new(move |(kind, text)| find(kind, text)) }
    }

    /// A value of any shape in words; a reference by its record's title.
    #[must_use]
    pub fn shown(self, shape: Shape, value: Option<&Value>) -> String {
        if let (Shape::Reference(_), Some(value)) = (shape, value) {
            return value
                .text()
                .and_then(|text| text.parse().ok())
                .map(|id| self.title.run(id))
                .unwrap_or_default();
        }
        shown(shape, value)
    }
}

/// Typing in a line is handed over after so many milliseconds without a key.
const IDLE: u32 = 900;

/// Label, explanation and editor of one field.
#[component]
pub fn FieldEditor(
    /// The field's declaration.
    spec: &'static FieldSpec,
    /// What it holds now.
    #[prop(into)]
    value: Signal<Option<Value>>,
    /// Called with what it shall hold; `None` empties it. Not for prose.
    #[prop(into)]
    on_edit: Callback<Option<Value>>,
    /// Called with a finished edit of prose.
    #[prop(into)]
    on_text: Callback<TextEdit>,
    /// Called at every keystroke in prose or a line.
    #[prop(optional, into)]
    on_draft: Option<Callback<TextEdit>>,
    /// How other records are found and named.
    references: References,
    /// Whether it can only be read.
    #[prop(optional, into)]
    readonly: Signal<bool>,
) -> impl IntoView {
    let error = RwSignal::new(None::<String>);
    let apply = move |found: Result<Option<Value>, String>| match found {
        Ok(new) => {
            error.set(None);
            if new != value.get_untracked() {
                on_edit.run(new);
            }
        }
        Err(why) => error.set(Some(why)),
    };
    let set = Callback::new(move |new: Option<Value>| apply(Ok(new)));
    let text =
        Signal::derive(move || value.with(|value| value.as_ref().map(Value::plain).unwrap_or_default()));
    let number = Signal::derive(move || match value.get() {
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
        Some(Value::Integer(number)) => Some(number as f64),
        Some(Value::Decimal(number)) => Some(number),
        _ => None,
    });
    let group = matches!(spec.shape, Shape::Weekdays | Shape::Tags);
    // Made inside the field, where it finds the ids that join it with its label.
    let editor = move || match spec.shape {
        Shape::Line | Shape::Email => {
            let shape = spec.shape;
            let on_done = Callback::new(move |text: String| apply(check::parse(shape, &text)));
            // While typing only what can be stored is handed over; what is wrong is said on leaving the field.
            let on_pause = Callback::new(move |text: String| {
                if let Ok(new) = check::parse(shape, &text) {
                    apply(Ok(new));
                }
            });
            let on_typed = Callback::new(move |now: String| {
                if let (Some(on_draft), Ok(new)) = (on_draft, check::parse(shape, &now)) {
                    let new = new.as_ref().map(Value::plain).unwrap_or_default();
                    on_draft.run(TextEdit { base: text.get_untracked(), text: new });
                }
            });
            let kind = if shape == Shape::Email { "email" } else { "text" };
            view! { <LineInput text on_typed on_pause on_done kind readonly /> }.into_any()
        }
        Shape::Zone => view! { <ZoneInput text set readonly /> }.into_any(),
        Shape::Prose => {
            // An absent callback cannot be passed on as a prop, so it is always there.
            let draft = move |edit| {
                if let Some(on_draft) = on_draft {
                    on_draft.run(edit);
                }
            };
            let together = use_context::<Together>();
            let others =
                Signal::derive(move || together.map(|one| one.carets_in(spec.name)).unwrap_or_default());
            let on_caret = move |place| {
                if let Some(together) = together {
                    together.on_caret.run((spec.name, place));
                }
            };
            view! { <ProseInput value=text on_text on_draft=draft others on_caret readonly /> }.into_any()
        }
        Shape::Date => {
            let date = Signal::derive(move || text.with(|text| text.parse::<Date>().ok()));
            let on_change = move |date: Option<Date>| set.run(date.map(|date| Value::Line(date.to_string())));
            view! { <DateInput value=date on_change readonly /> }.into_any()
        }
        Shape::Instant => view! { <InstantInput value set readonly /> }.into_any(),
        Shape::Flag => {
            let checked =
                Signal::derive(move || value.with(|value| matches!(value, Some(Value::Flag(true)))));
            let on_change = move |yes| set.run(Some(Value::Flag(yes)));
            view! { <Checkbox label=spec.label checked on_change disabled=readonly /> }.into_any()
        }
        Shape::Integer { min, max } => {
            let on_change = move |number| apply(check::integer(number, min, max));
            view! { <NumberInput value=number on_change readonly /> }.into_any()
        }
        Shape::Decimal { min, max } => {
            let on_change = move |number| apply(check::decimal(number, min, max));
            view! { <NumberInput value=number on_change step="any" readonly /> }.into_any()
        }
        Shape::Choice(choices) => {
            let options: Vec<SelectOption> =
                choices.iter().map(|choice| SelectOption::new(choice.word, choice.label)).collect();
            let on_change = move |word: String| set.run((!word.is_empty()).then_some(Value::Line(word)));
            let none = Signal::derive(move || {
                (!spec.required || value.with(Option::is_none)).then(|| "—".to_owned())
            });
            view! { <Select value=text options on_change none disabled=readonly /> }.into_any()
        }
        Shape::Weekdays => {
            let days = Signal::derive(move || text.with(|text| text.parse().unwrap_or(Weekdays::NONE)));
            let on_change = move |days: Weekdays| {
                set.run((!days.is_empty()).then(|| Value::Line(days.to_string())));
            };
            view! { <WeekdaysInput value=days on_change disabled=readonly /> }.into_any()
        }
        Shape::Reference(kind) => view! { <ReferenceInput kind text set references readonly /> }.into_any(),
        Shape::Tags => view! { <TagsInput value set readonly /> }.into_any(),
    };
    let needed = Signal::derive(move || spec.required && value.with(Option::is_none));
    if spec.shape == Shape::Flag {
        // The words of a checkbox are its label; only the explanation is added.
        return view! { <div class="field">{editor()}<div class="field-hint">{spec.doc}</div></div> }
            .into_any();
    }
    view! { <Field label=spec.label hint=spec.doc error group needed>{editor()}</Field> }.into_any()
}

/// A line that tells every keystroke, and hands over what was typed after a pause and when it is left.
#[component]
fn LineInput(
    text: Signal<String>,
    on_typed: Callback<String>,
    on_pause: Callback<String>,
    on_done: Callback<String>,
    kind: &'static str,
    readonly: Signal<bool>,
) -> impl IntoView {
    let timer = StoredValue::new_local(None::<Timeout>);
    let pending = StoredValue::new(None::<String>);
    let hand_over = move |to: Callback<String>| {
        // A timer that is dropped does not go off.
        drop(timer.try_update_value(Option::take));
        if let Some(Some(text)) = pending.try_update_value(Option::take) {
            // When the page goes, whoever listens may be gone already.
            let _ = to.try_run(text);
        }
    };
    let on_input = move |now: String| {
        on_typed.run(now.clone());
        pending.set_value(Some(now));
        timer.set_value(Some(Timeout::new(IDLE, move || hand_over(on_pause))));
    };
    let on_commit = move |now: String| {
        if pending.try_update_value(|pending| *pending = Some(now)).is_some() {
            hand_over(on_done);
        }
    };
    on_cleanup(move || hand_over(on_pause));
    view! { <TextInput value=text kind on_input on_commit readonly /> }
}

#[component]
fn ReferenceInput(
    kind: &'static str,
    text: Signal<String>,
    set: Callback<Option<Value>>,
    references: References,
    readonly: Signal<bool>,
) -> impl IntoView {
    let query = RwSignal::new(None::<String>);
    let title = Signal::derive(move || {
        text.with(|text| text.parse::<RecordId>().ok()).map(|id| references.title.run(id)).unwrap_or_default()
    });
    let options = Signal::derive(move || {
        query.get().map(|query| references.find.run((kind, query))).unwrap_or_default()
    });
    view! {
        <Combobox
            value=title
            options
            readonly
            on_query=move |text| query.set(Some(text))
            on_pick=move |pick: Pick| set.run(Some(Value::Line(pick.key)))
            on_clear=move |()| set.run(None)
        />
    }
}

#[component]
fn ZoneInput(text: Signal<String>, set: Callback<Option<Value>>, readonly: Signal<bool>) -> impl IntoView {
    let query = RwSignal::new(None::<String>);
    let zones = StoredValue::new(Vec::<String>::new());
    let options = Signal::derive(move || {
        let Some(query) = query.get() else { return Vec::new() };
        if zones.with_value(Vec::is_empty) {
            zones.set_value(known_zones());
        }
        let wanted = kernel::text::fold(&query).replace(' ', "_");
        zones.with_value(|zones| {
            zones
                .iter()
                .filter(|zone| zone.to_lowercase().contains(&wanted))
                .take(50)
                .map(|zone| Pick { key: zone.clone(), label: zone.clone(), note: String::new() })
                .collect()
        })
    });
    view! {
        <Combobox
            value=text
            options
            readonly
            placeholder="Europe/Berlin"
            on_query=move |text| query.set(Some(text))
            on_pick=move |pick: Pick| set.run(Some(Value::Line(pick.key)))
            on_clear=move |()| set.run(None)
        />
    }
}

/// The time zones the browser knows; `Intl.supportedValuesOf` is not in js-sys yet.
fn known_zones() -> Vec<String> {
    let find = || -> Result<js_sys::Array, JsValue> {
        let intl = js_sys::Reflect::get(&js_sys::global(), &"Intl".into())?;
        let list: js_sys::Function = js_sys::Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
        list.call1(&intl, &"timeZone".into())?.dyn_into()
    };
    find().map(|zones| zones.iter().filter_map(|zone| zone.as_string()).collect()).unwrap_or_default()
}

#[component]
fn TagsInput(
    value: Signal<Option<Value>>,
    set: Callback<Option<Value>>,
    readonly: Signal<bool>,
) -> impl IntoView {
    let tags = move || match value.get() {
        Some(Value::Set(tags)) => tags,
        _ => BTreeSet::new(),
    };
    let store = move |tags: BTreeSet<String>| set.run((!tags.is_empty()).then_some(Value::Set(tags)));
    let typed = RwSignal::new(String::new());
    let on_commit = move |text: String| {
        let mut all = untrack(tags);
        all.extend(text.split([',', ';']).map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned));
        typed.set(String::new());
        store(all);
    };
    view! {
        <div {..crate::field::joined_group(MaybeProp::default())} class="tags" role="group">
            {move || tags().into_iter().map(|tag| {
                let label = tag.clone();
                let on_remove = move |()| {
                    let mut left = untrack(tags);
                    left.remove(&tag);
                    store(left);
                };
                view! { <Chip label on_remove /> }
            }).collect_view()}
            <TextInput
                label="Add, separated by commas"
                placeholder="Add…"
                value=typed
                readonly
                on_input=move |text| typed.set(text)
                on_commit
            />
        </div>
    }
}

#[component]
fn InstantInput(
    value: Signal<Option<Value>>,
    set: Callback<Option<Value>>,
    readonly: Signal<bool>,
) -> impl IntoView {
    let local = move || match value.get() {
        Some(Value::Instant(instant)) => local_words(instant),
        _ => String::new(),
    };
    view! {
        <input
            {..crate::field::joined(MaybeProp::default())}
            class="input instant"
            type="datetime-local"
            prop:readOnly=readonly
            prop:value=local
            on:change=move |event| {
                let text = event_target_value(&event);
                let millis = js_sys::Date::parse(&text);
                if text.is_empty() {
                    set.run(None);
                } else if millis.is_finite() {
                    set.run(Some(Value::Instant(Timestamp::from_millis(millis as i64))));
                }
            }
        />
    }
}

/// The instant as `datetime-local` wants it, on this device's clock.
fn local_words(instant: Timestamp) -> String {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of a date fit")]
    let date = js_sys::Date::new(&JsValue::from_f64(instant.millis() as f64));
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}
