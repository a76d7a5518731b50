//! Messages: kept until a thread may be started that sends them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use opentelemetry::InstrumentationScope;
use opentelemetry_proto::tonic::collector::logs::v1::ExportLogsServiceRequest;
use opentelemetry_proto::transform::common::tonic::ResourceAttributesWithSchema;
use opentelemetry_proto::transform::logs::tonic::group_logs_by_resource_and_scope;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::logs::{
    BatchConfigBuilder, BatchLogProcessor, LogBatch, LogExporter, LogProcessor, SdkLogRecord,
};

use super::collector::Route;
use super::count::Count;
use crate::sidecar::config::OtelConfig;

/// Messages on their way to a collector.
#[derive(Clone, Debug)]
pub(super) struct Logs(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// There once the thread may be started.
    batches: OnceLock<BatchLogProcessor>,
    early: Mutex<Vec<(SdkLogRecord, InstrumentationScope)>>,
    /// Most that are kept before.
    max_early: usize,
    count: Count,
}

#[derive(Debug)]
struct Exporter {
    route: Route,
    resource: ResourceAttributesWithSchema,
}

impl Logs {
    /// Nothing is sent yet.
    pub(super) fn new(max_early: usize, count: Count) -> Self {
        Self(Arc::new(Inner {
            batches: OnceLock::new(),
            early: Mutex::default(),
            max_early,
            count,
        }))
    }

    /// Sends what was kept, and what comes.
    pub(super) fn start(
        &self,
        route: Route,
        config: &OtelConfig,
        resource: ResourceAttributesWithSchema,
    ) {
        let bounds = BatchConfigBuilder::default()
            .with_max_queue_size(config.max_queue)
            .with_max_export_batch_size(config.max_batch)
            .with_scheduled_delay(config.delay.duration());
        let batches = BatchLogProcessor::builder(Exporter { route, resource })
            .with_batch_config(bounds.build())
            .build();
        let batches = self.0.batches.get_or_init(|| batches);
        let mut early = self.0.early.lock().unwrap_or_else(PoisonError::into_inner);
        for (mut record, scope) in early.drain(..) {
            batches.emit(&mut record, &scope);
        }
    }
}

impl LogProcessor for Logs {
    fn emit(&self, record: &mut SdkLogRecord, scope: &InstrumentationScope) {
        let Inner { batches, early, .. } = &*self.0;
        self.0.count.made.inc();
        if let Some(batches) = batches.get() {
            return batches.emit(record, scope);
        }
        let mut early = early.lock().unwrap_or_else(PoisonError::into_inner);
        match batches.get() {
            // They began while this waited, and have taken what was early.
            Some(batches) => batches.emit(record, scope),
            None if early.len() < self.0.max_early => early.push((record.clone(), scope.clone())),
            None => {}
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        let batches = self.0.batches.get();
        batches.map_or(Ok(()), LogProcessor::force_flush)
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        let batches = self.0.batches.get();
        batches.map_or(Ok(()), |batches| batches.shutdown_with_timeout(timeout))
    }
}

impl LogExporter for Exporter {
    async fn export(&self, batch: LogBatch<'_>) -> OTelSdkResult {
        let records = batch.iter().count();
        let message = ExportLogsServiceRequest {
            resource_logs: group_logs_by_resource_and_scope(&batch, &self.resource),
        };
        self.route.send(&message, records)
    }
}
