//! What was ordered: the command with every parameter except authentication and notification. Two equal orders are
//! one job.

use serde::{Deserialize, Serialize};

use crate::model::catalog::Entry;
use crate::model::catalog::majestic::{
    DOWNLOAD_BACK_LINKS, DOWNLOAD_REF_DOMAIN_BACK_LINKS, GET_TOP_BACK_LINKS,
};
use crate::model::wire_format::WireFormat;

/// An order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "OrderAtRest")]
pub(in crate::server) struct Order {
    pub user_id: i64,
    /// As it was sent.
    pub item: String,
    pub fresh: bool,
    pub kind: Kind,
    pub skip_above: i64,
    /// UploadToFTP, without its password.
    pub upload_to: Option<String>,
    pub public_location: Option<String>,
}

/// What a job makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::server) enum Kind {
    /// DownloadRefDomainBackLinks: the best links of every referring domain.
    Best {
        max_per_domain: usize,
        live_only: bool,
    },
    /// DownloadBackLinks: every link.
    All { is_prefix: bool },
    /// GetTopBackLinks that was made to queue: its answer.
    Top {
        /// Those that shape the answer: names as the catalog has them, in its order, values as they were sent.
        params: Vec<(String, String)>,
        format: WireFormat,
    },
}

impl Kind {
    /// Its command.
    pub(in crate::server) fn entry(&self) -> &'static Entry {
        match self {
            Self::Best { .. } => &DOWNLOAD_REF_DOMAIN_BACK_LINKS,
            Self::All { .. } => &DOWNLOAD_BACK_LINKS,
            Self::Top { .. } => &GET_TOP_BACK_LINKS,
        }
    }

    /// Ending of its file.
    pub(super) fn extension(&self) -> &'static str {
        match self {
            Self::Best { .. } | Self::All { .. } => "csv",
            Self::Top { format, .. } => format.name(),
        }
    }
}

/// An order as a record holds it. Records of servers that knew one kind of job name its two options and no kind.
#[derive(Deserialize)]
struct OrderAtRest {
    user_id: i64,
    item: String,
    fresh: bool,
    kind: Option<Kind>,
    max_per_domain: Option<usize>,
    live_only: Option<bool>,
    skip_above: i64,
    upload_to: Option<String>,
    public_location: Option<String>,
}

impl TryFrom<OrderAtRest> for Order {
    type Error = &'static str;

    fn try_from(record: OrderAtRest) -> Result<Self, Self::Error> {
        let kind = match (record.kind, record.max_per_domain, record.live_only) {
            (Some(kind), _, _) => kind,
            (None, Some(max_per_domain), Some(live_only)) => Kind::Best {
                max_per_domain,
                live_only,
            },
            _ => return Err("the record does not say what was ordered"),
        };
        Ok(Self {
            user_id: record.user_id,
            item: record.item,
            fresh: record.fresh,
            kind,
            skip_above: record.skip_above,
            upload_to: record.upload_to,
            public_location: record.public_location,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_records_are_read_and_unknown_ones_refused() {
        let older = r#"{"user_id":1,"item":"a.example","fresh":false,"max_per_domain":3,"live_only":true,
            "skip_above":1000000,"public_location":null}"#;
        let order: Order = serde_json::from_str(older).unwrap();
        assert_eq!(
            order.kind,
            Kind::Best {
                max_per_domain: 3,
                live_only: true
            }
        );
        let written = serde_json::to_string(&order).unwrap();
        assert_eq!(serde_json::from_str::<Order>(&written).unwrap(), order);
        let none = r#"{"user_id":1,"item":"a.example","fresh":false,"skip_above":1}"#;
        let why = serde_json::from_str::<Order>(none).unwrap_err().to_string();
        assert!(why.contains("what was ordered"), "{why}");
    }
}
