//! The text in which browsers describe an end of a connection (SDP, RFC 8866): the few fields that
//! matter are read out of the own one, and the other end's is written from its fields.
//!
//! So no line that another device wrote reaches the browser.

use engine::peer::{Candidate, Description, Fingerprint, Host, MOST_CANDIDATES};
use std::{
    fmt::Write as _,
    net::{Ipv4Addr, Ipv6Addr},
};

/// The longest message that the other end may send at once, in bytes: every browser takes it.
const LONGEST_MESSAGE: u32 = 65_536;

/// What the browser says of its own end; `None` where something that is needed is missing.
pub fn read(text: &str) -> Option<Description> {
    let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let fingerprint = read_fingerprint(line("a=fingerprint:sha-256 ")?)?;
    let mut candidates: Vec<Candidate> = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix("a=candidate:")) {
        if let Some(candidate) = read_candidate(line)
            && !candidates.contains(&candidate)
        {
            candidates.push(candidate);
        }
    }
    candidates.truncate(MOST_CANDIDATES);
    let (user, password) = (line("a=ice-ufrag:")?, line("a=ice-pwd:")?);
    Description::new(user.to_owned(), password.to_owned(), fingerprint, candidates)
}

fn read_fingerprint(text: &str) -> Option<Fingerprint> {
    let mut parts = text.split(':');
    let mut bytes = [0; 32];
    for byte in &mut bytes {
        *byte = u8::from_str_radix(parts.next().filter(|part| part.len() == 2)?, 16).ok()?;
    }
    parts.next().is_none().then_some(bytes)
}

/// `foundation component transport priority address port typ …` (RFC 8839 §5.1). Others than UDP to
/// this machine itself are left out.
fn read_candidate(line: &str) -> Option<Candidate> {
    let mut parts = line.split_ascii_whitespace().skip(1);
    let (component, transport, _priority) = (parts.next()?, parts.next()?, parts.next()?);
    let (address, port) = (parts.next()?, parts.next()?.parse::<u16>().ok()?);
    let is_host = parts.next() == Some("typ") && parts.next() == Some("host");
    if component != "1" || !transport.eq_ignore_ascii_case("udp") || !is_host || port == 0 {
        return None;
    }
    Some(Candidate { host: read_host(address)?, port })
}

fn read_host(text: &str) -> Option<Host> {
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Some(Host::V4(address.octets()));
    }
    if let Ok(address) = text.parse::<Ipv6Addr>() {
        return Some(Host::V6(address.octets()));
    }
    let digits: String = text.strip_suffix(".local")?.chars().filter(|letter| *letter != '-').collect();
    if digits.len() != 32 {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok().map(|name| Host::Name(name.to_be_bytes()))
}

/// The other end's description as the browser wants it. Who answers begins the handshake (RFC 8842).
pub fn write(end: &Description, answers: bool) -> String {
    let fingerprint: Vec<String> = end.fingerprint().iter().map(|byte| format!("{byte:02X}")).collect();
    let mut text = format!(
        "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
         m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n\
         a=ice-ufrag:{}\r\na=ice-pwd:{}\r\na=fingerprint:sha-256 {}\r\na=setup:{}\r\n\
         a=mid:0\r\na=sctp-port:5000\r\na=max-message-size:{LONGEST_MESSAGE}\r\n",
        end.user(),
        end.password(),
        fingerprint.join(":"),
        if answers { "active" } else { "actpass" },
    );
    for (number, candidate) in end.candidates().iter().enumerate() {
        let host = match candidate.host {
            Host::V4(address) => Ipv4Addr::from(address).to_string(),
            Host::V6(address) => Ipv6Addr::from(address).to_string(),
            Host::Name(name) => name_of(name),
        };
        // Of one kind; the first is the best (RFC 8445 §5.1.2.1).
        let priority = (126_u32 << 24) + ((65_535 - u32::try_from(number).unwrap_or(0)) << 8) + 255;
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "a=candidate:{} 1 udp {priority} {host} {} typ host\r\n",
            number + 1,
            candidate.port
        );
    }
    text.push_str("a=end-of-candidates\r\n");
    text
}

/// `<uuid>.local`.
fn name_of(name: [u8; 16]) -> String {
    let digits = format!("{:032x}", u128::from_be_bytes(name));
    let parts = [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]];
    format!("{}.local", parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Chromium and Firefox write it, shortened.
    const CHROMIUM: &str = "v=0\r\no=- 128770 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n\
        m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n\
        a=candidate:2379575987 1 udp 2113937151 77b20550-7e5c-414e-b95e-be0e07527acd.local 48697 typ host generation 0 network-cost 999\r\n\
        a=candidate:2344851596 1 udp 2113937151 192.0.2.2 54208 typ host generation 0\r\n\
        a=candidate:2360472636 1 udp 2113942271 fd00::2 32852 typ host generation 0\r\n\
        a=candidate:1 1 tcp 1518280447 192.0.2.2 9 typ host tcptype active\r\n\
        a=candidate:2 1 udp 1677729535 203.0.113.9 40000 typ srflx raddr 0.0.0.0 rport 0\r\n\
        a=ice-ufrag:TmI/\r\na=ice-pwd:tHrOFRPrxTBJhGfnRLB4VKWI\r\na=ice-options:trickle\r\n\
        a=fingerprint:sha-256 7F:43:36:77:F1:28:D1:FB:92:18:15:A1:3B:93:09:06:1A:5A:CE:05:18:D9:CF:54:7A:BD:27:56:31:FE:D7:64\r\n\
        a=setup:actpass\r\na=mid:0\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n";

    #[test]
    fn what_a_browser_says_of_its_end_is_read_and_no_more_of_it_than_matters() {
        let end = read(CHROMIUM).unwrap();
        assert_eq!((end.user(), end.password()), ("TmI/", "tHrOFRPrxTBJhGfnRLB4VKWI"));
        assert_eq!((end.fingerprint()[0], end.fingerprint()[31]), (0x7f, 0x64));
        let ports: Vec<u16> = end.candidates().iter().map(|candidate| candidate.port).collect();
        assert_eq!(ports, [48697, 54208, 32852], "neither TCP nor what a server said");
    }

    #[test]
    fn t_30_what_is_written_of_the_other_end_says_the_same_and_nothing_else() {
        let end = read(CHROMIUM).unwrap();
        for answers in [false, true] {
            let text = write(&end, answers);
            assert_eq!(read(&text), Some(end.clone()));
            assert_eq!(text.contains("a=setup:active\r\n"), answers);
            assert!(text.contains("77b20550-7e5c-414e-b95e-be0e07527acd.local 48697 typ host"), "{text}");
            assert!(text.lines().all(|line| line.as_bytes().get(1) == Some(&b'=')), "{text}");
        }
    }

    #[test]
    fn what_is_missing_or_strange_is_no_end() {
        for name in ["a=ice-ufrag", "a=ice-pwd", "a=fingerprint"] {
            assert_eq!(read(&CHROMIUM.replace(name, "a=other")), None, "{name}");
        }
        assert_eq!(read(&CHROMIUM.replace("7F:43:", "7F:4:3")), None);
        assert_eq!(read(&CHROMIUM.replace(":FE:D7:64", ":FE:D7")), None);
        for host in ["example.org", "x.local", "ffff", "1.2.3"] {
            assert!(read_host(host).is_none(), "{host}");
        }
    }
}
