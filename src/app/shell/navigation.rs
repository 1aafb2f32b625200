//! The navigation: every place of the app, grouped.

use design::{Icon, Sign};
use leptos::prelude::*;

use super::switcher::Switcher;

struct Item {
    href: &'static str,
    label: &'static str,
    sign: Sign,
}

const fn item(href: &'static str, label: &'static str, sign: Sign) -> Item {
    Item { href, label, sign }
}

const GROUPS: [(&str, &[Item]); 6] = [
    (
        "",
        &[
            item("/", "Monday", Sign::ShipWheel),
            item("/map", "Map", Sign::Map),
            item("/actions", "Actions", Sign::SquareCheck),
            item("/notices", "Notices", Sign::Bell),
            item("/notes", "Quick notes", Sign::NotebookPen),
        ],
    ),
    (
        "People",
        &[
            item("/people", "People", Sign::Users),
            item("/teams", "Teams", Sign::Layers),
            item("/services", "Services", Sign::Server),
            item("/skills", "Skills", Sign::Zap),
            item("/gaps", "Skill gaps", Sign::CircleDot),
            item("/span", "Span of control", Sign::TrendingUp),
        ],
    ),
    (
        "Feedback",
        &[
            item("/one-on-ones", "1:1s", Sign::MessageSquare),
            item("/observations", "Observations", Sign::Eye),
            item("/concerns", "Concerns", Sign::Lock),
        ],
    ),
    (
        "Growth",
        &[
            item("/growth", "Growth plans", Sign::Flag),
            item("/sponsorship", "Sponsorship", Sign::Star),
            item("/ladder", "Ladder", Sign::Columns),
            item("/reviews", "Reviews", Sign::FileText),
        ],
    ),
    (
        "Hiring",
        &[
            item("/hiring", "Hiring", Sign::UserPlus),
            item("/interviews", "Interview load", Sign::Clock),
            item("/questions", "Question bank", Sign::Question),
            item("/panel", "Panel", Sign::Users),
            item("/hires", "Hires", Sign::CircleCheck),
        ],
    ),
    (
        "Workspace",
        &[
            item("/import", "Import", Sign::Upload),
            item("/sharing", "Sharing", Sign::Users),
            item("/data", "Data", Sign::HardDrive),
            item("/settings", "Settings", Sign::Settings),
            item("/shortcuts", "Shortcuts", Sign::Keyboard),
        ],
    ),
];

/// The navigation. On a narrow screen the top bar's menu button shows and hides it.
#[component]
pub fn Navigation(
    /// Where the user is.
    path: Memo<String>,
) -> impl IntoView {
    view! {
        <nav class="navigation" id="navigation" aria-label="Main">
            <Switcher />
            {GROUPS.into_iter().map(|(title, items)| view! {
                {(!title.is_empty()).then(|| view! { <h2 class="navigation-title">{title}</h2> })}
                <ul>
                    {items.iter().map(|item| {
                        let here = move || path.with(|path| is_under(path, item.href)).then_some("page");
                        view! {
                            <li>
                                <a href=item.href aria-current=here>
                                    <Icon sign=item.sign />
                                    <span>{item.label}</span>
                                </a>
                            </li>
                        }
                    }).collect_view()}
                </ul>
            }).collect_view()}
        </nav>
    }
}

/// Whether `path` is the place `href` or below it.
fn is_under(path: &str, href: &str) -> bool {
    path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || (href != "/" && rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn a_person_is_among_the_people_and_nothing_is_under_monday() {
        assert!(is_under("/people/1", "/people"));
        assert!(is_under("/", "/"));
        assert!(!is_under("/people", "/"));
        assert!(!is_under("/peoples", "/people"));
    }
}
