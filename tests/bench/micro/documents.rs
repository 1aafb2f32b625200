//! One document: a person's file of 100 records, each made by a change of its own, and edited twice unless it says otherwise.

use bench::{Source, record_id, workload};
use divan::{Bencher, black_box};
use document::{Author, Change, Document, DocumentKey, Edit, Stamp, Value};
use kernel::{DeviceId, MemberId, Timestamp};

const HERE: DeviceId = DeviceId::from_bytes([1; 16]);
const THERE: DeviceId = DeviceId::from_bytes([2; 16]);
const ME: MemberId = MemberId::from_bytes([3; 16]);
const NOW: Stamp = Stamp { at: Timestamp::from_millis(1_750_000_000_000), by: ME };

/// The file as W(n) has it, and the records in it: nobody has written into their texts.
fn untouched() -> (Document, Vec<Source>) {
    let author = Author { member: ME };
    // W(100) has one person, and some records that are only the user's: those are elsewhere.
    let all = workload(120);
    let made: Vec<(Edit, Source)> =
        all.into_iter().map(|source| (source.create(author).unwrap(), source)).collect();
    let key: DocumentKey = made[0].0.document.clone();
    let mut document = Document::create(&key);
    let here: Vec<_> = made.into_iter().filter(|(edit, _)| edit.document == key).collect();
    for (edit, _) in &here {
        document.apply(HERE, NOW, "Add", std::slice::from_ref(edit)).unwrap();
    }
    (document, here.into_iter().map(|(_, source)| source).collect())
}

/// The file with every record edited twice, once in its text.
fn file() -> (Document, Vec<Source>) {
    let (mut document, sources) = untouched();
    let key = document.key().clone();
    for source in &sources {
        for edit in [status(&key, source, "later"), text(&key, source)] {
            document.apply(HERE, NOW, "Edit", &[edit]).unwrap();
        }
    }
    (document, sources)
}

fn status(key: &DocumentKey, source: &Source, value: &str) -> Edit {
    let field = Source::field(&source.id, "status").unwrap().to_owned();
    let change = Change::Set { field, value: Some(Value::from(value)) };
    Edit { document: key.clone(), record: record_id(&source.id).unwrap(), change }
}

fn text(key: &DocumentKey, source: &Source) -> Edit {
    let field = Source::field(&source.id, "body").unwrap().to_owned();
    let change =
        Change::Text { field, base: source.body.clone(), text: format!("{} And more.", source.body) };
    Edit { document: key.clone(), record: record_id(&source.id).unwrap(), change }
}

#[divan::bench]
fn load_untouched(bencher: Bencher<'_, '_>) {
    let (document, _) = untouched();
    let (key, saved) = (document.key().clone(), document.save());
    bencher.bench_local(|| Document::load(&key, &[black_box(&saved)]).unwrap());
}

#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let (document, _) = file();
    let (key, saved) = (document.key().clone(), document.save());
    bencher.bench_local(|| Document::load(&key, &[black_box(&saved)]).unwrap());
}

#[divan::bench]
fn load_and_read_all(bencher: Bencher<'_, '_>) {
    let (document, _) = file();
    let (key, saved) = (document.key().clone(), document.save());
    bencher.bench_local(|| Document::load(&key, &[black_box(&saved)]).unwrap().rows());
}

#[divan::bench]
fn save(bencher: Bencher<'_, '_>) {
    let (document, _) = file();
    bencher.bench_local(|| document.save());
}

#[divan::bench]
fn commit_a_field(bencher: Bencher<'_, '_>) {
    let (mut document, sources) = file();
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        let edit = status(&document.key().clone(), &sources[count % sources.len()], &count.to_string());
        document.apply(HERE, NOW, "Edit", &[edit]).unwrap()
    });
}

#[divan::bench]
fn merge_a_change(bencher: Bencher<'_, '_>) {
    let (document, sources) = file();
    let (key, saved) = (document.key().clone(), document.save());
    bencher
        .with_inputs(|| {
            let mut other = Document::load(&key, &[&saved]).unwrap();
            let edit = status(&key, &sources[0], "elsewhere");
            let change = other.apply(THERE, NOW, "Edit", &[edit]).unwrap().chunk;
            (Document::load(&key, &[&saved]).unwrap(), change)
        })
        .bench_local_values(|(mut document, change)| {
            document.merge(&change).unwrap();
            document
        });
}

/// A copy as a file, twenty edits apart.
#[divan::bench]
fn merge_a_file(bencher: Bencher<'_, '_>) {
    let (document, sources) = file();
    let (key, saved) = (document.key().clone(), document.save());
    let mut other = Document::load(&key, &[&saved]).unwrap();
    for source in sources.iter().take(20) {
        other.apply(THERE, NOW, "Edit", &[status(&key, source, "elsewhere")]).unwrap();
    }
    let file = other.save();
    bencher.with_inputs(|| Document::load(&key, &[&saved]).unwrap()).bench_local_values(|mut document| {
        let news = document.news(&file).unwrap();
        document.merge_news(news).unwrap();
        document
    });
}

/// What a newcomer does with each document that comes whole, up to its rows.
#[divan::bench]
fn taken_whole(bencher: Bencher<'_, '_>) {
    let (document, _) = untouched();
    let (key, saved) = (document.key().clone(), document.save());
    bencher.bench_local(|| {
        let mut document = Document::create(&key);
        let before = document.heads();
        document.merge(black_box(&saved)).unwrap();
        let touched = document.touched_since(&before).into_values().flatten().collect();
        let rows = document.rows_of(&touched);
        (document, rows)
    });
}

/// A copy as a file, ten edits apart, one of them in a text, of documents nobody else wrote into.
#[divan::bench]
fn merge_an_untouched_file(bencher: Bencher<'_, '_>) {
    let (document, sources) = untouched();
    let (key, saved) = (document.key().clone(), document.save());
    let load = || Document::load(&key, &[&saved]).unwrap();
    let mut other = load();
    for (at, source) in sources.iter().take(10).enumerate() {
        let edit = if at % 3 == 0 { text(&key, source) } else { status(&key, source, "elsewhere") };
        other.apply(THERE, NOW, "Edit", &[edit]).unwrap();
    }
    let file = other.save();
    bencher.with_inputs(load).bench_local_values(|mut document| {
        let before = document.heads();
        let news = document.news(&file).unwrap();
        document.merge_news(news).unwrap();
        let touched = document.touched_since(&before).into_values().flatten().collect();
        let rows = document.rows_of(&touched);
        (document, rows)
    });
}
