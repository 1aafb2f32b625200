//! Copying what the server keeps, while it runs or when it does not.
//!
//! The running server has the file to itself, so it makes the copy: it listens on a socket in its
//! data folder, which only who may read that folder can reach.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};

use crate::store::{LogStore as _, RedbStore, StoreError};

/// The file that the embedded store keeps everything in.
pub const LOG_FILE: &str = "relay.redb";
/// The socket on which a running server takes orders.
const SOCKET: &str = "control.sock";

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The folder holds nothing.
    #[error("{0} holds no data of a relay")]
    NoData(PathBuf),
    /// The system refused something.
    #[error("cannot write the backup: {0}")]
    System(#[from] io::Error),
    /// The store did.
    #[error("cannot write the backup: {0}")]
    Store(#[from] StoreError),
    /// The running server said no.
    #[error("the server could not write the backup: {0}")]
    Refused(String),
}

/// Copies what is kept in the folder `data` as of now into the new file `to`.
#[expect(clippy::print_stdout, reason = "tells the user what was done")]
pub fn run(data: &Path, to: &Path) -> Result<(), BackupError> {
    if !data.join(LOG_FILE).exists() {
        return Err(BackupError::NoData(data.to_path_buf()));
    }
    let to = std::path::absolute(to)?;
    match ask_server(data, &to)? {
        Some(answer) if answer == "ok" => {}
        Some(answer) => return Err(BackupError::Refused(answer)),
        None => RedbStore::open(&data.join(LOG_FILE))?.back_up(&to)?,
    }
    println!("Backup       {}", to.display());
    Ok(())
}

/// Has the server that runs on this folder make the copy; `None` when none runs.
#[cfg(unix)]
fn ask_server(data: &Path, to: &Path) -> Result<Option<String>, BackupError> {
    let Ok(mut socket) = std::os::unix::net::UnixStream::connect(data.join(SOCKET)) else {
        return Ok(None);
    };
    writeln!(socket, "backup {}", to.display())?;
    let mut answer = String::new();
    BufReader::new(socket).read_line(&mut answer)?;
    Ok(Some(answer.trim_end().to_owned()))
}

#[cfg(not(unix))]
fn ask_server(_: &Path, _: &Path) -> Result<Option<String>, BackupError> {
    Ok(None)
}

/// Takes orders for a running server, until it stops. Without a socket (a path that is too long,
/// a file system without sockets) the server runs all the same and says so in its log.
#[cfg(unix)]
pub async fn take_orders(data: PathBuf, store: std::sync::Arc<dyn crate::store::LogStore>) {
    use std::os::unix::fs::PermissionsExt as _;
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _};

    let path = data.join(SOCKET);
    // One that is left over from a crash; the store's own lock tells whether a server runs.
    let _ = std::fs::remove_file(&path);
    let listener = match tokio::net::UnixListener::bind(&path) {
        Ok(listener) => listener,
        Err(error) => {
            return crate::log::event("no control socket", &[("problem", error.to_string().into())]);
        }
    };
    let _ = std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600));
    while let Ok((socket, _)) = listener.accept().await {
        let (reading, mut writing) = socket.into_split();
        let mut order = String::new();
        let mut reading = tokio::io::BufReader::new(tokio::io::AsyncReadExt::take(reading, 8192));
        if reading.read_line(&mut order).await.is_err() {
            continue;
        }
        let answer = match order.trim_end().strip_prefix("backup ") {
            Some(to) => {
                let (store, to) = (std::sync::Arc::clone(&store), PathBuf::from(to));
                let copying = tokio::task::spawn_blocking(move || store.back_up(&to));
                match copying.await {
                    Ok(Ok(())) => "ok".to_owned(),
                    Ok(Err(error)) => error.to_string(),
                    Err(_) => "copying stopped unexpectedly".to_owned(),
                }
            }
            None => "unknown order".to_owned(),
        };
        crate::log::event("backup", &[("outcome", answer.as_str().into())]);
        let _ = writing.write_all(format!("{answer}\n").as_bytes()).await;
    }
}

/// There is no control socket on this system.
#[cfg(not(unix))]
pub async fn take_orders(_: PathBuf, _: std::sync::Arc<dyn crate::store::LogStore>) {}
