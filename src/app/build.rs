//! Says whether this build is to be split into parts (`parts.rs`): `cargo xtask build` says so by `PILOTHOUSE_SPLIT`,
//! because it knows how to take the parts apart. Every other build is one piece.

fn main() {
    println!("cargo:rustc-check-cfg=cfg(split)");
    println!("cargo:rerun-if-env-changed=PILOTHOUSE_SPLIT");
    if std::env::var_os("PILOTHOUSE_SPLIT").is_some() {
        println!("cargo:rustc-cfg=split");
        // Which function uses which: the linker knows, and writes it down only when asked to.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
}
