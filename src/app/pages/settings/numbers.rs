//! The numbers notices compare with: the guides' and ours, each editable.

use design::{Badge, Button, Each, Field, NumberInput, Tone};
use document::Audience;
use kernel::{Source, Threshold};
use leptos::prelude::*;
use roster::{commands, settings};

use crate::session::use_session;

/// Every number, with where it comes from.
#[component]
pub fn Numbers() -> impl IntoView {
    view! {
        <p class="soft prose">
            "Notices compare with these. Numbers from the engineering-manager guides are marked so, and so are ours. \
             All can be changed."
        </p>
        <ul class="numbers">
            <Each each=|| threads::notices::thresholds().collect() key=|threshold| threshold.name let:threshold>
                <Number threshold />
            </Each>
        </ul>
    }
}

#[component]
fn Number(threshold: &'static Threshold) -> impl IntoView {
    let mirror = use_session().mirror;
    let number = Memo::new(move |_| mirror.read(|book| settings::number(book, threshold)));
    let set = move |value: i64| {
        let author = untrack(|| mirror.author());
        mirror.commit(untrack(|| {
            mirror.read(|book| commands::set_number(book, &author, mirror.new_id(), threshold, value))
        }));
    };
    #[expect(clippy::cast_precision_loss, reason = "thresholds are small counts")]
    let decimal = |count: i64| count as f64;
    let entered = move |value: Option<f64>| {
        if let Some(value) = value {
            #[expect(clippy::cast_possible_truncation, reason = "the command keeps it within its bounds")]
            set(value.round() as i64);
        }
    };
    let source = match threshold.source {
        Source::Guides => "From the guides",
        Source::Ours => "Ours",
    };
    view! {
        <li class="number-entry">
            <Field label=threshold.label hint=format!("{} to {} {}", threshold.min, threshold.max, threshold.unit)>
                <NumberInput
                    value=Signal::derive(move || Some(decimal(number.get())))
                    on_change=entered
                    unit=threshold.unit
                    min=decimal(threshold.min)
                    max=decimal(threshold.max)
                    readonly=Signal::derive(move || !mirror.is_ready() || !mirror.may_write(Audience::Everyone))
                />
            </Field>
            <div class="row">
                <Badge tone=Tone::Plain>{source}</Badge>
                <Show when=move || number.get() != threshold.default>
                    <Button writes=Audience::Everyone on_press=move |()| set(threshold.default)>
                        {format!("Back to {}", threshold.default)}
                    </Button>
                </Show>
            </div>
        </li>
    }
}
