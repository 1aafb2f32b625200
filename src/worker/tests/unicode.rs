//! The browser's tables of Unicode do what the linked ones do natively.

#![cfg(target_arch = "wasm32")]

use kernel::{text::fold, unicode::same};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn search_finds_names_typed_without_their_accents() {
    for (written, typed) in [
        ("José", "jose"),
        ("Jose\u{301}", "jose"),
        ("Łukasz Żółć", "lukasz zolc"),
        ("Søren Strauß", "soren strauss"),
        ("İpek Işık", "ipek isik"),
        ("ＡＢＣ ﬁne", "abc fine"),
        ("Ελένη", "ελενη"),
    ] {
        assert_eq!(fold(written), typed, "{written}");
    }
}

#[wasm_bindgen_test]
fn an_address_is_the_same_however_its_accents_are_written() {
    assert_eq!(same(" ZOE\u{308}@Example.com"), same("zoë@example.com"));
}
