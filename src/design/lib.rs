//! The screen's parts: buttons, fields, tables, dialogs, the palette, the thread rail, and forms made from a record's
//! declaration.
//!
//! A component takes plain data, signals and callbacks. It holds no rule and no word of an area; whoever uses it
//! decides what happens. The mirror is read and written by [`RecordEditor`] alone, so that every record is edited alike, told
//! what is shown by [`Present`], and asked who may read and write by what shows an audience or writes for one. Looks are in `style/components/`, one sheet per file here, same name.
//! `README.md` lists every component with a line of use.

mod audience;
mod avatar;
mod badge;
mod bar_series;
mod button;
mod caret;
mod check;
mod choice;
mod choice_select;
mod combobox;
#[cfg(test)]
mod contrast;
mod counts_table;
mod coverage_strip;
mod data_table;
mod dialog;
mod disclosure;
mod dom;
mod each;
mod empty_state;
mod field;
mod field_editor;
mod form_dialog;
mod icon;
mod inputs;
mod key_hint;
mod listbox;
mod matrix;
mod menu;
mod notice_card;
mod page_header;
mod page_of;
mod palette;
mod parts;
mod present;
mod progress;
mod prose_input;
mod qr_code;
mod record_editor;
mod record_form;
mod record_table;
mod saved_state;
mod scan_code;
mod search_box;
#[path = "icons/sign.rs"]
mod sign;
mod stat_group;
mod tabs;
mod text_area;
mod thread_rail;
mod timeline;
mod toast;
mod together;
mod words;
mod writes;

pub use audience::{AudienceField, AudienceMark, audience_column, audience_sign, chosen_audience};
pub use avatar::{Avatar, initials};
pub use badge::{Badge, Chip, Tone};
pub use bar_series::{Bar, BarSeries};
pub use button::{Button, ButtonKind, IconButton, LinkButton, SubmitButton};
pub use choice::{Checkbox, ChoiceGroup, WeekdaysInput};
pub use choice_select::ChoiceSelect;
pub use combobox::{Combobox, Pick};
pub use counts_table::{CountHeading, CountsTable};
pub use coverage_strip::{CoverageRow, CoverageStrip};
pub use data_table::{Align, Column, DataTable, Place, SortKey, TableState, When};
pub use dialog::{ConfirmDialog, Dialog};
pub use disclosure::Disclosure;
pub use dom::{focus_by_id, fresh_id, media};
pub use each::Each;
pub use empty_state::EmptyState;
pub use field::{Field, FieldIds};
pub use field_editor::{FieldEditor, References, TextEdit};
pub use form_dialog::FormDialog;
pub use icon::Icon;
pub use inputs::{DateInput, NumberInput, Select, SelectOption, TextInput};
pub use key_hint::{KeyHint, ShortcutGroup, ShortcutSheet};
pub use matrix::{Matrix, MatrixCell, MatrixHead, MatrixRow};
pub use menu::{Menu, MenuItem};
pub use notice_card::{NextStep, NoticeCard};
pub use page_header::{PageHeader, Section};
pub use page_of::{Absent, PageOf};
pub use palette::{CommandPalette, PaletteGroup, PaletteItem, rank};
pub use parts::{Part, Parts, PartsChoice};
pub use present::Present;
pub use progress::Progress;
pub use prose_input::ProseInput;
pub use qr_code::QrCode;
pub use record_editor::{RecordEditor, references};
pub use record_form::RecordForm;
pub use record_table::{RecordTable, other_columns, record_columns};
pub use saved_state::{Saved, SavedState};
pub use scan_code::ScanCode;
pub use search_box::SearchBox;
pub use sign::Sign;
pub use stat_group::{Stat, StatGroup};
pub use tabs::{Tab, TabPanel, Tabs};
pub use text_area::TextArea;
pub use thread_rail::{RailGroup, RailRecord, ThreadRail};
pub use timeline::{Timeline, TimelineChange, TimelineEntry};
pub use toast::{ToastHost, Toasts};
pub use words::{date_words, shown};
