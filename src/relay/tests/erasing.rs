//! What an operation erases.

use protocol::{
    AudienceName, Body, Covers, DocumentTag, EnvelopeKind, Frontier, Item, Message, Position, Reason, Role,
};
use relay::store::{LogStore, Write};

use crate::devices::Device;
use crate::world::*;

/// What nobody should find again.
const MARKER: &[u8] = b"eRaSe-Me-eRaSe-Me-eRaSe-Me";

/// The document that all these devices write to.
fn erase(covers: Covers) -> Body {
    Body::Erase { audience: AudienceName::Everyone, document: DocumentTag([5; 16]), covers }
}

/// An envelope of another document.
fn beside(device: &mut Device, ciphertext: &[u8]) -> protocol::Envelope {
    let envelope = device.envelope(device.everyone(), device.last, EnvelopeKind::Changes, ciphertext);
    let header = protocol::Header { document: DocumentTag([6; 16]), ..envelope.header };
    let draft = protocol::EnvelopeDraft { header, commitment: [0; 32], ciphertext: ciphertext.to_vec() };
    let envelope = draft.sign(|bytes| device.sign(bytes));
    device.last = Position { sequence: header.sequence, hash: envelope.hash() };
    envelope
}

fn marked(size: usize) -> Vec<u8> {
    let mut bytes = vec![7; size];
    bytes.extend(MARKER);
    bytes
}

fn no_contents(items: &[Item]) -> usize {
    items.iter().filter(|item| matches!(item, Item::Emptied(_))).count()
}

#[tokio::test]
async fn r_50_what_is_erased_is_emptied_before_that_is_acknowledged() {
    let mut relay = Relay::start().await;
    let (mut at_ana, mut membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    let writes = [ana.writes(&marked(900)), beside(&mut ana, b"stays"), ana.writes(&marked(5000))];
    at_ana.keeps(&writes).await;
    let mut bob = others[0].clone();
    let mut at_bob = join(&relay, &bob, &membership, Frontier::new()).await;
    at_bob.receives(3).await;
    at_bob.keeps(&[bob.writes_as(EnvelopeKind::Snapshot, &marked(100))]).await;

    // A manager's word is not enough.
    let mut at_his = membership.clone();
    let draft = protocol::OperationDraft {
        workspace: WORKSPACE,
        parents: at_his.heads(),
        author: bob.id,
        at: kernel::Timestamp::from_millis(0),
        body: erase(Covers::new()),
    };
    let his = draft.sign(|bytes| bob.sign(bytes));
    assert!(at_his.add(his.clone()).is_err());
    at_bob.send(&Message::Operations(vec![his.encode()])).await;
    at_bob
        .until(|message| matches!(message, Message::Rejected { reason: Reason::Operation, .. }).then_some(()))
        .await;

    let said = ana.says(&mut membership, erase(Covers::new()));
    at_ana.keeps_operations(&[said]).await;
    let (_, limits, _) = connect(&relay, &ana).await;
    assert!(limits.stored < 5000, "{}", limits.stored);
    let mut late = join(&relay, &bob, &membership, Frontier::new()).await;
    let items = late.receives(4).await;
    assert_eq!(no_contents(&items), 3);
    assert!(plain(&items).contains(&b"stays".to_vec()), "everything else is served");
    for item in &items {
        let of = if item.header().device == ana.id { &ana } else { &bob };
        assert!(item.verify(&of.public().signing).is_ok(), "the chains can be walked");
    }
    drop((at_ana, at_bob, late));
    relay.stop().await;
    // What the file itself still holds in places that are free is the disk's: a copy has none of it.
    let store = opened(&relay.folder).await;
    store.back_up(&relay.folder.join("copy.redb")).unwrap();
    drop(store);
    let copy = std::fs::read(relay.folder.join("copy.redb")).unwrap();
    assert!(!copy.windows(MARKER.len()).any(|window| window == MARKER));
    assert!(copy.windows(5).any(|window| window == b"stays"));
}

#[tokio::test]
async fn r_51_what_comes_for_it_later_keeps_its_place_and_nothing_else() {
    let relay = Relay::start().await;
    let (mut at_ana, mut membership, ana, others) = team(&relay, &[Role::Manager, Role::Manager]).await;
    let mut bob = others[0].clone();
    let said = ana.says(&mut membership, erase(Covers::new()));
    at_ana.keeps_operations(&[said]).await;
    let mut at_cleo = join(&relay, &others[1], &membership, Frontier::new()).await;
    let mut at_bob = join(&relay, &bob, &membership, Frontier::new()).await;
    let late = [
        bob.writes(&marked(10)),
        beside(&mut bob, b"beside"),
        bob.writes_as(EnvelopeKind::Snapshot, &marked(10)),
    ];
    at_bob.keeps(&late).await;
    let items = at_cleo.receives(3).await;
    assert_eq!(plain(&items), [b"(emptied)".to_vec(), b"beside".to_vec(), b"(emptied)".to_vec()]);
    assert!(!holds(&relay.folder, MARKER));
    // By another than its writer, too.
    at_cleo.keeps(&[bob.writes(&marked(10))]).await;
    drop((at_bob, at_cleo));
    let relay = relay.restart().await;
    let mut dora = join(&relay, &others[1], &membership, Frontier::new()).await;
    assert_eq!(no_contents(&dora.receives(4).await), 3);
    assert!(!holds(&relay.folder, MARKER));
}

#[tokio::test]
async fn r_52_a_relay_that_stopped_in_between_goes_on_before_it_serves_anybody() {
    let mut relay = Relay::start().await;
    let (mut at_ana, mut membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
    at_ana.keeps(&[ana.writes(&marked(300)), ana.writes(b"and this")]).await;
    relay.stop().await;
    let folder = std::mem::take(&mut relay.folder);
    let said = ana.says(&mut membership, erase(Covers::new()));
    let store = opened(&folder).await;
    let write = Write::Operation { hash: said.hash(), bytes: said.encode() };
    store.commit(&[(WORKSPACE, write)]).unwrap();
    drop(store);

    let relay = Relay::on(folder, &relay::settings::Settings::default(), None).await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(no_contents(&at_bob.receives(2).await), 2);
    drop((at_ana, at_bob));
    let relay = relay.restart().await;
    let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
    assert_eq!(no_contents(&at_bob.receives(2).await), 2, "and it stays so");
}

#[tokio::test]
async fn r_53_links_of_what_is_erased_are_served_one_by_one_unless_a_snapshot_stood_for_them() {
    for is_said in [false, true] {
        let relay = Relay::start().await;
        let (mut at_ana, mut membership, mut ana, others) = team(&relay, &[Role::Manager]).await;
        let writes: Vec<_> = (0..6).map(|number| ana.writes(&[number; 40])).collect();
        at_ana.keeps(&writes).await;
        let mut covers = Covers::new();
        if is_said {
            covers.insert_run(ana.id, 1, 4);
        }
        let said = ana.says(&mut membership, erase(covers));
        at_ana.keeps_operations(&[said]).await;
        let mut at_bob = join(&relay, &others[0], &membership, Frontier::new()).await;
        let items = at_bob.receives(if is_said { 2 } else { 6 }).await;
        let places: Vec<u64> = items.iter().map(|item| item.header().sequence).collect();
        // The first four are stood for; of the others each comes itself, and stands for those before it.
        assert_eq!(places, if is_said { vec![5, 6] } else { vec![1, 2, 3, 4, 5, 6] });
    }
}
