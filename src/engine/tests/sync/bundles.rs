//! A file that is carried by hand, where there is no relay.

use document::Batch;
use engine::message::{Ask, Reply, Role, Share, Taken};

use super::{net::Net, stories::two};
use crate::world::{create, field, roster, set};

fn bundle(net: &mut Net, of: usize) -> Vec<u8> {
    let reply = net.tell(of, Ask::Share(Share::Bundle { to: None }));
    let Reply::Bundle(bytes) = reply else { panic!("{reply:?}") };
    bytes
}

fn take(net: &mut Net, device: usize, bytes: Vec<u8>) -> Taken {
    let reply = net.tell(device, Ask::Share(Share::TakeBundle(bytes)));
    let Reply::Taken(taken) = reply else { panic!("{reply:?}") };
    taken
}

#[test]
fn two_who_never_connect_are_equal_after_each_took_the_others_file() {
    let mut net = two(Role::Manager);
    net.connect(0, false);
    net.connect(1, false);
    net.commit(0, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    net.commit(1, Batch::new("Rename").with(set(&roster(), 1, "name", "Anne")));
    let (of_alice, of_bob) = (bundle(&mut net, 0), bundle(&mut net, 1));
    assert_eq!(take(&mut net, 1, of_alice.clone()).new, 1);
    assert_eq!(take(&mut net, 0, of_bob).new, 1);
    assert_eq!(net.heads(0, "everyone"), net.heads(1, "everyone"));
    assert_eq!(field(&net.devices[0].tab.rows, 1, "name"), "Anne");
    let again = take(&mut net, 1, of_alice);
    assert_eq!((again.new, again.refused), (0, 0));
    assert!(again.known > 0);
}

#[test]
fn a_file_of_another_workspace_or_a_damaged_one_changes_nothing() {
    let mut net = two(Role::Manager);
    let mut other = Net::seeded(5, 1);
    other.commit(0, Batch::new("Add").with(create(&roster(), 9, "Strange")));
    other.start_sharing(0);
    let foreign = bundle(&mut other, 0);
    net.connect(1, false);
    net.commit(1, Batch::new("Add").with(create(&roster(), 5, "Eva")));
    let good = bundle(&mut net, 1);
    let heads = net.heads(0, "");
    net.connect(0, false);
    for wrong in [foreign, Vec::new(), b"a file".to_vec(), good[..good.len() - 3].to_vec()] {
        let reply = net.tell(0, Ask::Share(Share::TakeBundle(wrong)));
        assert!(matches!(reply, Reply::Refused(_)), "{reply:?}");
        assert_eq!(net.heads(0, ""), heads);
    }
    // One changed bit anywhere is refused, or where it does no harm the rest is taken in.
    for at in (0..good.len()).step_by(97) {
        let mut wrong = good.clone();
        wrong[at] ^= 4;
        net.tell(0, Ask::Share(Share::TakeBundle(wrong)));
        net.devices[0].disk.check();
        assert_eq!(net.membership(0).heads(), net.membership(1).heads());
    }
    take(&mut net, 0, good);
    assert_eq!(field(&net.devices[0].tab.rows, 5, "name"), "Eva");
}

#[test]
fn a_device_that_is_taken_out_reads_nothing_new_out_of_a_file() {
    let mut net = two(Role::Manager);
    net.done(0, Share::RemoveMember(net.me(1).member));
    net.commit(0, Batch::new("Secret").with(set(&roster(), 1, "name", "Hidden")));
    let file = bundle(&mut net, 0);
    assert!(!file.windows(6).any(|bytes| bytes == b"Hidden"), "it is sealed");
    take(&mut net, 1, file);
    assert_eq!(field(&net.devices[1].tab.rows, 1, "name"), "Ana");
}
