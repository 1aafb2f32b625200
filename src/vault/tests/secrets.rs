//! Rules about secrets as such: they are wiped, they are not printed, they are in no error.

use super::*;
use crate::secret::Key;
use crate::{
    BackupError, CostError, GrantError, KeysError, LinkError, LockError, NoteError, Passphrase, RecoveryKey,
    RequestKey, SheetError, TooShort,
};
use zeroize::ZeroizeOnDrop;

/// Compiles only for types that wipe themselves when dropped.
const fn wiped<T: ZeroizeOnDrop>() {}

#[test]
fn v_1_secrets_wipe_themselves() {
    wiped::<Key>();
    wiped::<DeviceKeys>();
    wiped::<Keyring>();
    wiped::<InvitationSecret>();
    wiped::<RequestKey>();
    wiped::<RecoveryKey>();
    wiped::<Passphrase>();
    wiped::<Random>();
}

/// Answers whether a type can be printed: of the two functions of this name the one for `Debug`
/// types comes first where it applies.
macro_rules! printable {
    ($kind:ty) => {{
        #[allow(dead_code, reason = "one of the two is called, depending on the type")]
        trait Otherwise {
            fn can(&self) -> bool {
                false
            }
        }
        impl<T> Otherwise for &Probe<T> {}
        struct Probe<T>(std::marker::PhantomData<T>);
        impl<T: std::fmt::Debug> Probe<T> {
            #[allow(dead_code, reason = "as above")]
            fn can(&self) -> bool {
                true
            }
        }
        (&Probe::<$kind>(std::marker::PhantomData)).can()
    }};
}

#[test]
fn v_1_secrets_cannot_be_printed() {
    assert!(printable!(Cost), "the probe itself works");
    assert!(!printable!(Key));
    assert!(!printable!(DeviceKeys));
    assert!(!printable!(Keyring));
    assert!(!printable!(InvitationSecret));
    assert!(!printable!(RequestKey));
    assert!(!printable!(RecoveryKey));
    assert!(!printable!(Passphrase));
    assert!(!printable!(Link));
    assert!(!printable!(Random));
}

/// Compiles only for errors that hold numbers and nothing of what was given to them.
const fn holds_no_text<T: Copy + std::error::Error>() {}

#[test]
fn v_1_errors_repeat_nothing_of_what_they_were_given() {
    holds_no_text::<BackupError>();
    holds_no_text::<CostError>();
    holds_no_text::<GrantError>();
    holds_no_text::<JoinError>();
    holds_no_text::<KeysError>();
    holds_no_text::<LinkError>();
    holds_no_text::<LockError>();
    holds_no_text::<NoteError>();
    holds_no_text::<OpenError>();
    holds_no_text::<SheetError>();
    holds_no_text::<SealError>();
    holds_no_text::<StepError>();
    holds_no_text::<TooShort>();
}

#[test]
fn v_3_what_leaves_a_device_holds_no_plain_word() {
    let mut alice = Device::alice();
    let marker = "marker-wheelhouse-lantern";
    let envelope = alice.write(EVERYONE, marker).unwrap();
    let (link, _) = alice.invite(Some(Role::Manager));
    let mut bob = Device::new(2);
    alice.let_in(&mut bob, Some(Role::Manager));
    let mut sent = vec![envelope.encode()];
    sent.extend(alice.membership.operations().map(|(_, operation)| operation.encode()));
    let secret = link.secret.as_bytes().to_vec();
    for plain in [marker.as_bytes(), b"everyone/index", b"Alice", b"Bob", b"laptop", b"Harbour", &secret] {
        let is_in = |bytes: &Vec<u8>| bytes.windows(plain.len()).any(|window| window == plain);
        assert!(!sent.iter().any(is_in), "{}", String::from_utf8_lossy(plain));
    }
}

#[test]
fn v_3_documents_travel_under_names_that_tell_nothing_and_stay_the_same() {
    let mut alice = Device::alice();
    let first = alice.write(EVERYONE, "one").unwrap().header.document;
    alice.step(|author, random| author.rotate(EVERYONE, random));
    assert_eq!(alice.write(EVERYONE, "two").unwrap().header.document, first);
    let other = alice.write(AudienceName::Only(alice.member), "three").unwrap().header.document;
    assert_ne!(other, first);
}
