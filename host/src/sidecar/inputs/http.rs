//! `POST /events`: a body of events, answered when its alerts are where they must be.
//!
//! What shippers drop a body on (any 4xx but 408 and 429) is only answered to what can never succeed.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::task::JoinSet;
use tokio::time::timeout_at;
use tokio_rustls::TlsAcceptor;
use tracing::warn;

use super::auth::Auth;
use super::{Endpoint, InputError, encryption};
use crate::sidecar::config::HttpInputConfig;
use crate::sidecar::gate::Arrival;
use crate::sidecar::intake::{Receipt, Refusal};
use crate::sidecar::judging::{self, Encoding, JudgeError};
use crate::sidecar::seldom::Seldom;
use crate::sidecar::serve::{ServeError, Sidecar};

/// Characters of a name that are repeated.
const MOST_OF_A_NAME: usize = 64;
/// Seconds after which a client that was refused may come back.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");
/// Ways in which bodies may be compressed.
const ENCODINGS: HeaderValue = HeaderValue::from_static("gzip, zstd, deflate, snappy");
static REFUSALS: Seldom = Seldom::new();
/// What is offered in the handshake of TLS.
const PROTOCOLS: [&str; 2] = ["h2", "http/1.1"];

/// Secrets and certificates of the configuration.
pub(super) struct Prepared {
    auth: Option<Auth>,
    tls: Option<TlsAcceptor>,
}

/// What requests share.
struct Http {
    sidecar: Arc<Sidecar>,
    auth: Option<Auth>,
}

/// Reads what the configuration names.
pub(super) fn prepare(config: &HttpInputConfig) -> Result<Prepared, InputError> {
    Ok(Prepared {
        auth: config.auth.as_ref().map(Auth::new).transpose()?,
        tls: encryption(config.tls.as_ref(), &PROTOCOLS)?,
    })
}

/// Listens.
pub(super) async fn start(
    sidecar: &Arc<Sidecar>,
    config: &HttpInputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let Prepared { auth, tls } = prepare(config)?;
    let endpoint = Endpoint {
        address: config.listen,
        purpose: "events",
        tls,
    };
    let http = Http {
        sidecar: Arc::clone(sidecar),
        auth,
    };
    sidecar.listen(endpoint, routes(http), tasks).await
}

fn routes(http: Http) -> Router {
    Router::new()
        .route("/events", post(events).get(usage).head(health))
        .route("/", post(events).get(health))
        .with_state(Arc::new(http))
}

/// Why a request is not taken.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("stopping")]
    Stopping,
    #[error("the client does not show who it is (auth)")]
    Stranger(HeaderValue),
    #[error("bodies may be compressed by gzip, zstd, deflate or snappy, not by `{0}`")]
    Encoding(String),
    #[error("the body is larger than the bound (max_body)")]
    TooLarge,
    #[error("the body did not come in time, or not fast enough for its size (read_timeout)")]
    Slow,
    #[error("the body broke off: {0}")]
    BrokenOff(String),
    #[error(transparent)]
    Intake(#[from] Refusal),
}

async fn usage() -> impl IntoResponse {
    (
        StatusCode::METHOD_NOT_ALLOWED,
        [(header::ALLOW, "POST")],
        "POST events here\n",
    )
}

/// What health checks of shippers ask.
async fn health(State(http): State<Arc<Http>>) -> impl IntoResponse {
    if http.sidecar.stop.is_given() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    (StatusCode::OK, "POST events here\n")
}

async fn events(State(http): State<Arc<Http>>, headers: HeaderMap, body: Body) -> Response {
    let started = Instant::now();
    let telemetry = &http.sidecar.telemetry;
    let answer = telemetry
        .request(&headers, http.answer(&headers, body))
        .await;
    let metrics = &http.sidecar.metrics;
    metrics.answered(answer.status().as_u16(), started.elapsed());
    answer
}

impl Http {
    async fn answer(&self, headers: &HeaderMap, body: Body) -> Response {
        match self.take(headers, body).await {
            Ok(answer) => (StatusCode::OK, axum::Json(answer)).into_response(),
            Err(refusal) => refusal.into_response(),
        }
    }

    async fn take(&self, headers: &HeaderMap, body: Body) -> Result<Receipt, Refused> {
        let sidecar = &self.sidecar;
        self.let_in(headers)?;
        if sidecar.stop.is_given() {
            return Err(Refused::Stopping);
        }
        let encoding = encoding(headers)?;
        let most = sidecar.limits.max_body.bytes();
        let length = announced(headers);
        if length.is_some_and(|length| length > most) {
            return Err(Refused::TooLarge);
        }
        let mut arrival = sidecar.gate.arrival();
        let body = Limited::new(body, sidecar.limits.max_body.in_memory());
        let body = collected(&mut arrival, body, length).await?;
        let place = arrival.end().await?;
        let body = judging::Body::sent(body, encoding);
        Ok(sidecar.take("http", body, place).await?)
    }

    fn let_in(&self, headers: &HeaderMap) -> Result<(), Refused> {
        match &self.auth {
            Some(auth) if !auth.allows(headers) => Err(Refused::Stranger(auth.challenge())),
            _ => Ok(()),
        }
    }
}

/// gzip and zstd are recognised by what is sent, since some send them without a word, or say so of what is plain.
fn encoding(headers: &HeaderMap) -> Result<Encoding, Refused> {
    let Some(value) = headers.get(header::CONTENT_ENCODING) else {
        return Ok(Encoding::Detected);
    };
    let name = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
    match name.trim() {
        "" | "identity" | "gzip" | "x-gzip" | "zstd" => Ok(Encoding::Detected),
        "deflate" | "zlib" => Ok(Encoding::Deflate),
        "snappy" | "x-snappy" => Ok(Encoding::Snappy),
        other => Err(Refused::Encoding(
            other.chars().take(MOST_OF_A_NAME).collect(),
        )),
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// All of a body. There is room for each part of it before more is read.
async fn collected(
    arrival: &mut Arrival<'_>,
    mut body: Limited<Body>,
    announced: Option<u64>,
) -> Result<Vec<u8>, Refused> {
    let mut whole = Vec::new();
    loop {
        let next = timeout_at(arrival.deadline(), body.frame()).await;
        let Some(frame) = next.map_err(|_| Refused::Slow)? else {
            return Ok(whole);
        };
        if let Ok(data) = frame
            .map_err(|error| Refused::of_body(&*error))?
            .into_data()
        {
            let came = whole.len() as u64 + data.len() as u64;
            arrival.came(came, announced).await?;
            whole.extend_from_slice(&data);
        }
    }
}

impl Refused {
    fn of_body(error: &(dyn Error + 'static)) -> Self {
        if error.is::<LengthLimitError>() {
            return Self::TooLarge;
        }
        Self::BrokenOff(error.to_string())
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
            Self::Stranger(_) => StatusCode::UNAUTHORIZED,
            Self::Encoding(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow | Self::BrokenOff(_) => StatusCode::REQUEST_TIMEOUT,
            Self::Intake(refusal) => status(refusal),
        }
    }
}

const fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Busy => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Output(_) => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::Judge(JudgeError::TooLarge(_)) => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Judge(
            JudgeError::Damaged(_) | JudgeError::DamagedZlib(_) | JudgeError::DamagedSnappy(_),
        ) => StatusCode::BAD_REQUEST,
        Refusal::Judge(JudgeError::Module(_) | JudgeError::Gone) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = self.status();
        if let Some(left_out) = REFUSALS.ask() {
            warn!(status = status.as_u16(), reason = %self, left_out, "a body was refused");
        }
        let mut response = (status, format!("{self}\n")).into_response();
        let headers = response.headers_mut();
        match self {
            Self::Stranger(challenge) => {
                headers.insert(header::WWW_AUTHENTICATE, challenge);
            }
            Self::Encoding(_) => {
                headers.insert(header::ACCEPT_ENCODING, ENCODINGS);
            }
            _ if matches!(
                status,
                StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
            ) =>
            {
                headers.insert(header::RETRY_AFTER, RETRY_AFTER);
            }
            _ => {}
        }
        response
    }
}
