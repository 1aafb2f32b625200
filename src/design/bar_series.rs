//! Bars over time, with the table behind them.

use leptos::prelude::*;

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What stands under it: “Jan”.
    pub label: String,
    /// How high it is; not below zero.
    pub value: f64,
    /// What the table says beside the figure: “joins: Ada Lovelace”; may be empty.
    pub note: String,
    /// Whether it lies ahead of today: drawn as an outline.
    pub ahead: bool,
}

const STEP: f64 = 40.0;
/// Room at the right for the name of the line to compare with.
const MARK: f64 = 72.0;
const HEIGHT: f64 = 96.0;
const FOOT: f64 = 20.0;
const HEAD: f64 = 16.0;

/// A small bar chart. The picture is for the eye; the same figures stand in a table that anybody can open.
#[component]
pub fn BarSeries(
    /// What it shows: “Span of control by month”.
    #[prop(into)]
    title: Signal<String>,
    /// What the figures count, for the table's head: “reports”.
    #[prop(into)]
    unit: Signal<String>,
    /// The bars, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// A line to compare with, and its name: a limit that can be edited.
    #[prop(optional, into)]
    mark: MaybeProp<(f64, String)>,
) -> impl IntoView {
    let picture = move || {
        let bars = bars.get();
        let mark = mark.get();
        let most =
            bars.iter().map(|bar| bar.value).chain(mark.as_ref().map(|mark| mark.0)).fold(1.0, f64::max);
        #[expect(clippy::cast_precision_loss, reason = "a chart has a few dozen bars")]
        let ground = bars.len() as f64 * STEP;
        let width = if mark.is_some() { ground + MARK } else { ground };
        let mut left = -STEP;
        let columns = bars
            .into_iter()
            .map(|bar| {
                left += STEP;
                let high = (bar.value.max(0.0) / most * HEIGHT).max(1.0);
                let top = HEAD + HEIGHT - high;
                let middle = left + STEP / 2.0;
                view! {
                    <rect class="bar" class:ahead=bar.ahead x=left + 6.5 y=top width=STEP - 13.0 height=high />
                    <text class="figure" x=middle y=top - 4.0>{bar.value.to_string()}</text>
                    <text class="label" x=middle y=HEAD + HEIGHT + 15.0>{bar.label}</text>
                }
            })
            .collect_view();
        let line = mark.map(|(value, name)| {
            let y = HEAD + HEIGHT - value / most * HEIGHT;
            view! {
                <line class="mark" x1=0 x2=ground + 8.0 y1=y y2=y />
                <text class="mark-name" x=ground + 12.0 y=y + 4.0>{name}</text>
            }
        });
        view! {
            <svg
                viewBox=format!("0 0 {width} {}", HEAD + HEIGHT + FOOT)
                width=width
                height=HEAD + HEIGHT + FOOT
                aria-hidden="true"
                focusable="false"
            >
                {columns}
                <line class="ground" x1=0 x2=ground y1=HEAD + HEIGHT y2=HEAD + HEIGHT />
                {line}
            </svg>
        }
    };
    view! {
        <figure class="bar-series">
            <figcaption>{title}</figcaption>
            <div class="picture">{picture}</div>
            <details>
                <summary>"Figures"</summary>
                <table>
                    <thead>
                        <tr><th scope="col">"When"</th><th scope="col" class="end">{unit}</th><th scope="col">"Note"</th></tr>
                    </thead>
                    <tbody>
                        {move || bars.get().into_iter().map(|bar| view! {
                            <tr>
                                <th scope="row">{bar.label}</th>
                                <td class="end">{bar.value.to_string()}</td>
                                <td>{bar.note}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </details>
        </figure>
    }
}
