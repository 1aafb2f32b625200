//! Direct connections: what two devices say to each other to be connected, how browsers describe an end,
//! and messages in parts.

use protocol::bytes::Writer;

// Of the worker, which is compiled for browsers only; these two files ask nothing of one.
#[path = "../../src/worker/host/peers/parts.rs"]
mod split;
#[path = "../../src/worker/host/peers/sdp.rs"]
mod text;

use split::{Came, Parts};

/// The longest message in these tests, in bytes.
const LONGEST: usize = 4096;

/// How an end is reached, and who has what: what is understood is written again as it was.
pub fn signal(bytes: &[u8]) {
    for again in [engine::inside::signal(bytes), engine::inside::word(bytes)].into_iter().flatten() {
        assert_eq!(again, bytes);
    }
}

pub fn signals() -> Vec<Vec<u8>> {
    let mut end = Writer::new();
    end.u8(0xc1).u8(1).raw(&[5; 16]).i64(7).bytes(b"TmI/").bytes(b"abcdefghijklmnopqrstuvwx").raw(&[3; 32]);
    end.u8(3).u8(4).raw(&[192, 168, 1, 7]).u16(50_000);
    end.u8(6).raw(&[8; 16]).u16(50_000).u8(1).raw(&[9; 16]).u16(50_000);
    let mut has = Writer::new();
    has.u8(0xc2).raw(&[4; 16]).u8(1).raw(&[5; 16]).u64(6);
    has.list([1_u8, 2].iter(), |to, audience| {
        to.raw(&[*audience; 16]).u64(7).raw(&[3; 32]);
    });
    let all = [end.finish(), has.finish()];
    let is_read =
        |bytes: &Vec<u8>| engine::inside::signal(bytes).or_else(|| engine::inside::word(bytes)).is_some();
    all.into_iter().filter(is_read).collect()
}

/// What is understood of a description is all of it that is ever written, and is understood again.
pub fn description(bytes: &[u8]) {
    let Ok(given) = str::from_utf8(bytes) else { return };
    let Some(end) = text::read(given) else { return };
    for answers in [false, true] {
        assert_eq!(text::read(&text::write(&end, answers)).as_ref(), Some(&end));
    }
}

pub fn descriptions() -> Vec<Vec<u8>> {
    let fingerprint = ["AB"; 32].join(":");
    let text = format!(
        "v=0\r\na=ice-ufrag:TmI/\r\na=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 {fingerprint}\r\n\
         a=candidate:1 1 udp 2113937151 192.168.1.7 50000 typ host generation 0\r\n\
         a=candidate:2 1 UDP 1 00000000-0000-4000-8000-000000000001.local 50001 typ host\r\n"
    );
    vec![text.into_bytes()]
}

/// Parts in whatever order: what gathers is never longer than a message may be, and a message that comes
/// whole is split and put together again as it was.
pub fn parts(bytes: &[u8]) {
    let mut parts = Parts::default();
    for part in bytes.chunks(7) {
        match parts.take(part, LONGEST) {
            Came::More => {}
            Came::Strange => return,
            Came::Whole(message) => {
                assert!(message.len() <= LONGEST);
                let mut again = Parts::default();
                let came: Vec<Came> = split::split(&message).map(|part| again.take(&part, LONGEST)).collect();
                assert_eq!(came.last(), Some(&Came::Whole(message)));
            }
        }
    }
}

pub fn all_parts() -> Vec<Vec<u8>> {
    vec![vec![1, 2, 3, 4, 5, 6, 7, 0, 8, 9], vec![0], vec![1; 70]]
}
