//! The start path: three steps that make real records, and a sample to look at first.

use design::{Button, ButtonKind, Icon, LinkButton, Sign};
use feedback::{Observation, Series};
use leptos::prelude::*;
use roster::{Person, rules};

use crate::{
    pages::{ScanInvitation, settings::WhoAmI},
    session::use_session,
    workspace::Workspace,
};

/// The three steps; gone when all are done.
#[component]
pub fn StartPath() -> impl IntoView {
    let session = use_session();
    let mirror = session.mirror;
    let known = Memo::new(move |_| mirror.read(rules::me).is_some());
    let people = Memo::new(move |_| mirror.all::<Person>().len());
    let peopled = Memo::new(move |_| known.get() && people.get() > 1);
    let planned = Memo::new(move |_| !mirror.all::<Series>().is_empty());
    let observed = Memo::new(move |_| !mirror.all::<Observation>().is_empty());
    let done = Memo::new(move |_| peopled.get() && planned.get() && observed.get());
    let empty = Memo::new(move |_| people.get() == 0);
    let not_ready = Signal::derive(move || !mirror.is_ready());
    view! {
        <Show when=move || !done.get()>
            <section class="start" aria-labelledby="start-title">
                <h2 id="start-title">"Three steps to a first week"</h2>
                <Show when=move || empty.get()>
                    <p class="prose soft">
                        "Pilothouse keeps what a manager has to remember: people, 1:1s, what was seen and promised. \
                         All of it stays in this browser and works without a network."
                    </p>
                </Show>
                <ol>
                    <Step number="1" title="Bring in your people" done=peopled>
                        <p class="soft">"Say who you are, then add your people or import them from a file of your HR system."</p>
                        <WhoAmI />
                        <div class="row">
                            <LinkButton href="/import" sign=Sign::Upload>"Import a file"</LinkButton>
                            <LinkButton href="/people" sign=Sign::UserPlus>"Add by hand"</LinkButton>
                        </div>
                    </Step>
                    <Step number="2" title="Plan your 1:1s" done=planned>
                        <p class="soft">"One regular talk with each report: how often, which day. Nothing slips unseen after that."</p>
                        <div class="row">
                            <LinkButton href="/one-on-ones" sign=Sign::Calendar>"Plan 1:1s"</LinkButton>
                        </div>
                    </Step>
                    <Step number="3" title="Jot a first observation" done=observed>
                        <p class="soft">"Something somebody did well, or could do better: what happened, what it led to. Press O anywhere."</p>
                        <div class="row">
                            <Button
                                sign=Sign::Eye
                                disabled=Signal::derive(move || not_ready.get() || empty.get())
                                on_press=move |()| session.observing.begin(None)
                            >
                                "Jot an observation"
                            </Button>
                        </div>
                    </Step>
                </ol>
                <Show when=move || empty.get() && session.workspace == Workspace::Mine>
                    <div class="start-sample">
                        <p class="soft">"Or look around first: a team of invented people, with a year behind them. It is kept apart from yours and thrown away as a whole."</p>
                        <Button kind=ButtonKind::Quiet sign=Sign::Compass on_press=move |()| Workspace::Sample.switch_to()>
                            "Look at a sample workspace"
                        </Button>
                        <p class="soft">"Were you invited, or is this a further device of yours? Then begin with the link."</p>
                        <div class="row">
                            <LinkButton href="/join" sign=Sign::Link>"Join by a link"</LinkButton>
                            <ScanInvitation session />
                            <LinkButton href="/recover">"Use a recovery key"</LinkButton>
                        </div>
                    </div>
                </Show>
            </section>
        </Show>
    }
}

/// One step, folded together when done.
#[component]
fn Step(number: &'static str, title: &'static str, done: Memo<bool>, children: ChildrenFn) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <li class="start-step" class:done=done>
            <span class="start-number" aria-hidden="true">
                {move || if done.get() { view! { <Icon sign=Sign::Check /> }.into_any() } else { number.into_any() }}
            </span>
            <div class="stack tight">
                <h3>{title}{move || done.get().then(|| view! { <span class="visually-hidden">" (done)"</span> })}</h3>
                <Show when=move || !done.get()>{children.read_value()()}</Show>
            </div>
        </li>
    }
}
