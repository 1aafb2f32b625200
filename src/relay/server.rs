//! Listening, answering, and stopping in good order.

use std::fs;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tokio::net::TcpListener;

use crate::assets::{Asset, Assets, AssetsError};
use crate::encoding::{self, Encoding};
use crate::log;
use crate::metrics::Metrics;
use crate::settings::{Creation, Settings};
use crate::store::{RedbStore, StoreError};
use crate::sync::{self, Hub};
use crate::{backup, headers, serving};

/// How long running requests get to finish once the server is asked to stop (ours).
const STOPPING_TIME: Duration = Duration::from_secs(5);

/// The file in the data folder that holds the token for making workspaces.
const TOKEN_FILE: &str = "token";

/// Why the server did not start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The application's files cannot be served.
    #[error(transparent)]
    Assets(#[from] AssetsError),
    /// The folder for the server's own data cannot be used.
    #[error("cannot use {path} as the data folder: {source}")]
    Data {
        /// Which folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Somebody else listens there.
    #[error("port {} is taken; stop what runs there or choose another port (`cargo xtask run --port {}`)",
        .0.port(), .0.port().checked_add(1).unwrap_or(7420))]
    PortTaken(SocketAddr),
    /// Listening failed for another reason.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// What is kept cannot be opened.
    #[error("cannot open what is kept in {path}: {source}. Is another server running on it?")]
    Store {
        /// The data folder.
        path: PathBuf,
        /// What the store said.
        source: StoreError,
    },
    /// The system refused something while running.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// Serves until the process is asked to stop (Ctrl-C or SIGTERM).
#[expect(clippy::print_stdout, reason = "tells the user where the product is and what it keeps where")]
pub fn run(settings: &Settings) -> Result<(), ServerError> {
    let assets = Assets::load(&settings.assets)?;
    let data = &settings.data;
    fs::create_dir_all(data).map_err(|source| ServerError::Data { path: data.clone(), source })?;
    let token = token(settings)?;
    let store = RedbStore::open(&data.join(backup::LOG_FILE))
        .map_err(|source| ServerError::Store { path: data.clone(), source })?;
    let store = Arc::new(store);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = listen(settings.listen).await?;
        let address = listener.local_addr()?;
        let hub = Hub::new(store.clone(), Arc::new(Metrics::default()), settings, token.as_deref())?;
        tokio::spawn(backup::take_orders(data.clone(), store));
        println!("Pilothouse   {}", url(address));
        println!("Relay        {}/sync, workspaces may be made by {}", url(address), makers(settings));
        println!("Server data  {} (sealed: the server cannot read it)", data.display());
        println!("Ctrl-C stops the server.");
        serve(listener, assets, hub, &settings.connect, stop_signal()).await?;
        println!("Stopped.");
        Ok(())
    })
}

fn makers(settings: &Settings) -> String {
    match settings.creation() {
        Creation::Open => "anybody who reaches it".to_owned(),
        Creation::Closed => "nobody".to_owned(),
        Creation::Token if settings.token.is_some() => "who has the token you gave".to_owned(),
        Creation::Token => format!("who has the token in {}", settings.data.join(TOKEN_FILE).display()),
    }
}

/// The token that making a workspace needs; the first time it is needed it is made and kept.
fn token(settings: &Settings) -> Result<Option<String>, ServerError> {
    if settings.creation() != Creation::Token || settings.token.is_some() {
        return Ok(settings.token.clone());
    }
    let path = settings.data.join(TOKEN_FILE);
    if let Ok(kept) = fs::read_to_string(&path) {
        return Ok(Some(kept.trim().to_owned()));
    }
    let mut random = [0; 16];
    getrandom_04::fill(&mut random).map_err(|error| io::Error::other(error.to_string()))?;
    let made: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    write_private(&path, &format!("{made}\n"))
        .map_err(|source| ServerError::Data { path: settings.data.clone(), source })?;
    Ok(Some(made))
}

/// Writes a file that only its owner may read, where the system knows such files.
fn write_private(path: &std::path::Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    io::Write::write_all(&mut options.open(path)?, text.as_bytes())
}

/// Listens, telling a taken port from other trouble.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ServerError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        io::ErrorKind::AddrInUse => ServerError::PortTaken(address),
        _ => ServerError::Listen { address, source },
    })
}

/// Answers on a listener until `stop` comes; then lets running requests finish and tells every
/// session to end, for a while. What was acknowledged is on disk already.
pub async fn serve(
    listener: TcpListener,
    assets: Assets,
    hub: Arc<Hub>,
    connect: &[String],
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let policy =
        HeaderValue::from_str(&headers::content_security_policy(connect)).map_err(io::Error::other)?;
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let ending = Arc::clone(&hub);
    let asked = async move {
        stop.await;
        log::event("stopping", &[]);
        ending.stop();
        // The receiver is gone only when the server has ended by itself.
        let _ = stopping.send(());
    };
    let server = serving::serve(listener, router(assets, Arc::clone(&hub), policy), asked);
    let deadline = async move {
        match stopped.await {
            Ok(()) => tokio::time::sleep(STOPPING_TIME).await,
            Err(_) => std::future::pending().await,
        }
    };
    let all = async {
        server.await;
        hub.ended().await;
        Ok(())
    };
    tokio::select! {
        outcome = all => outcome,
        () = deadline => Ok(()),
    }
}

fn router(assets: Assets, hub: Arc<Hub>, policy: HeaderValue) -> Router {
    let metrics = Arc::clone(&hub.metrics);
    let counted = move || {
        let text = metrics.text();
        async move { ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text) }
    };
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/metrics", get(counted))
        .route("/sync", get(sync::upgrade).with_state(hub))
        .fallback_service(get(answer).with_state(Arc::new(assets)))
        .layer(axum::middleware::map_response(move |mut response: Response| {
            headers::add_everywhere(response.headers_mut(), &policy);
            std::future::ready(response)
        }))
}

async fn answer(State(assets): State<Arc<Assets>>, uri: Uri, request: HeaderMap) -> Response {
    let Some((path, asset)) = assets.find(uri.path()) else {
        return (StatusCode::NOT_FOUND, "There is nothing here.\n").into_response();
    };
    let (encoding, bytes) = asset.pick(&encoding::accepted(text(&request, ACCEPT_ENCODING.as_str())));
    let tag = entity_tag(asset, encoding);
    let unchanged = matches_tag(text(&request, IF_NONE_MATCH.as_str()), &tag);

    let mut response = Response::new(if unchanged { Body::empty() } else { Body::from(bytes) });
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(headers::cache_control(path)));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if unchanged {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(asset.media_type));
        if encoding != Encoding::Identity {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
    }
    response
}

/// Different codings are different representations, so each has its own strong tag.
fn entity_tag(asset: &Asset, encoding: Encoding) -> String {
    match encoding.suffix() {
        Some(suffix) => format!("\"{:016x}-{suffix}\"", asset.fingerprint),
        None => format!("\"{:016x}\"", asset.fingerprint),
    }
}

/// Whether `If-None-Match` names this tag (weak comparison, RFC 9110 §13.1.2).
fn matches_tag(if_none_match: &str, tag: &str) -> bool {
    if_none_match
        .split(',')
        .map(str::trim)
        .any(|candidate| candidate == "*" || candidate.strip_prefix("W/").unwrap_or(candidate) == tag)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// The address to open. Browsers treat `localhost` as a secure place, which storage and
/// service workers need, so loopback is shown under that name.
fn url(address: SocketAddr) -> String {
    if address.ip().is_loopback() {
        format!("http://localhost:{}", address.port())
    } else {
        format!("http://{address}")
    }
}

#[cfg(unix)]
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        // Without a handler the default action of SIGTERM still ends the process.
        Err(_) => interrupt().await,
    }
}

#[cfg(not(unix))]
async fn stop_signal() {
    interrupt().await;
}

async fn interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler the default action still ends the process.
        std::future::pending::<()>().await;
    }
}
