//! `POST /events`: a body of events, answered when its alerts are where they must be.
//!
//! What shippers drop a body on (any 4xx but 408 and 429) is only answered to what can never succeed.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::task::JoinSet;
use tracing::warn;

use crate::sidecar::config::HttpInputConfig;
use crate::sidecar::intake::{Receipt, Refusal};
use crate::sidecar::judging::JudgeError;
use crate::sidecar::serve::{ServeError, Sidecar};

/// Seconds after which a client that was refused may come back.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("1");

/// Listens.
pub(super) async fn start(
    sidecar: &Arc<Sidecar>,
    config: &HttpInputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let router = routes(Arc::clone(sidecar));
    sidecar.listen(config.listen, router, "events", tasks).await
}

fn routes(sidecar: Arc<Sidecar>) -> Router {
    Router::new()
        .route("/events", post(events).get(usage))
        .route("/", post(events).get(healthy))
        .with_state(sidecar)
}

/// Why a request is not taken.
#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("stopping")]
    Stopping,
    #[error("the body is larger than the bound (max_body)")]
    TooLarge,
    #[error("the body did not come in time (read_timeout)")]
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

async fn healthy() -> impl IntoResponse {
    "POST events here\n"
}

async fn events(State(sidecar): State<Arc<Sidecar>>, headers: HeaderMap, body: Body) -> Response {
    let started = Instant::now();
    let answer = match take(&sidecar, &headers, body).await {
        Ok(answer) => (StatusCode::OK, axum::Json(answer)).into_response(),
        Err(refusal) => refusal.into_response(),
    };
    sidecar
        .metrics
        .answered(answer.status().as_u16(), started.elapsed());
    answer
}

async fn take(sidecar: &Sidecar, headers: &HeaderMap, body: Body) -> Result<Receipt, Refused> {
    if sidecar.stop.is_given() {
        return Err(Refused::Stopping);
    }
    let most = sidecar.limits.max_body.bytes();
    let length = announced(headers).unwrap_or(most);
    if length > most {
        return Err(Refused::TooLarge);
    }
    let place = sidecar.gate.enter(length).await?;
    let body = collected(sidecar, body).await?;
    Ok(sidecar.take("http", body.into(), place).await?)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

async fn collected(sidecar: &Sidecar, body: Body) -> Result<Bytes, Refused> {
    let limited = Limited::new(body, sidecar.limits.max_body.in_memory());
    let collected = tokio::time::timeout(sidecar.limits.read_timeout.duration(), limited.collect());
    match collected.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Refused::TooLarge),
        Ok(Err(error)) => Err(Refused::BrokenOff(error.to_string())),
        Err(_) => Err(Refused::Slow),
    }
}

impl Refused {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Stopping => StatusCode::SERVICE_UNAVAILABLE,
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
        Refusal::Judge(JudgeError::Damaged(_)) => StatusCode::BAD_REQUEST,
        Refusal::Judge(JudgeError::Module(_) | JudgeError::Gone) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = self.status();
        warn!(status = status.as_u16(), reason = %self, "a body was refused");
        let mut response = (status, format!("{self}\n")).into_response();
        if matches!(
            status,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS
        ) {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, RETRY_AFTER);
        }
        response
    }
}
