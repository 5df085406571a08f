//! What the node and clients may ask of the runtime.

use crate::{configs::key_owners::KeyOwners, *};
#[cfg(feature = "runtime-benchmarks")]
use alloc::string::String;
use codec::Encode;
use frame_support::{
    genesis_builder_helper::{build_state, get_preset},
    traits::{Get, KeyOwnerProofSystem},
    weights::Weight,
};
use opg_primitives::{
    feeds::{Answer, Candle, FeedId, Interval, Unfit, Window},
    market::{JobId, Order},
    models::{ModelHash, Name},
    panels::{CaseId, Kind, PanelSize},
    proofs::{self, Batch, Refusal},
};
use pallet_opg_proofs::weighing;
use pallet_transaction_payment::{FeeDetails, RuntimeDispatchInfo};
use sp_api::impl_runtime_apis;
use sp_consensus_babe::AuthorityId as BabeId;
use sp_consensus_grandpa::AuthorityId as GrandpaId;
use sp_core::{crypto::KeyTypeId, OpaqueMetadata};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
    traits::{Block as BlockT, NumberFor},
    transaction_validity::{TransactionSource, TransactionValidity},
    ApplyExtrinsicResult, DispatchError, ExtrinsicInclusionMode,
};

impl_runtime_apis! {
    impl sp_api::Core<Block> for Runtime {
        fn version() -> RuntimeVersion {
            VERSION
        }

        fn execute_block(block: <Block as BlockT>::LazyBlock) {
            Executive::execute_block(block);
        }

        fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
            Executive::initialize_block(header)
        }
    }

    impl sp_api::Metadata<Block> for Runtime {
        fn metadata() -> OpaqueMetadata {
            OpaqueMetadata::new(Runtime::metadata().into())
        }

        fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
            Runtime::metadata_at_version(version)
        }

        fn metadata_versions() -> Vec<u32> {
            Runtime::metadata_versions()
        }
    }

    impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
        fn execute_view_function(
            id: frame_support::view_functions::ViewFunctionId,
            input: Vec<u8>,
        ) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
            Runtime::execute_view_function(id, input)
        }
    }

    impl sp_block_builder::BlockBuilder<Block> for Runtime {
        fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
            Executive::apply_extrinsic(extrinsic)
        }

        fn finalize_block() -> <Block as BlockT>::Header {
            Executive::finalize_block()
        }

        fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
            data.create_extrinsics()
        }

        fn check_inherents(
            block: <Block as BlockT>::LazyBlock,
            data: InherentData,
        ) -> CheckInherentsResult {
            data.check_extrinsics(&block)
        }
    }

    impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
        fn validate_transaction(
            source: TransactionSource,
            transaction: <Block as BlockT>::Extrinsic,
            block_hash: <Block as BlockT>::Hash,
        ) -> TransactionValidity {
            Executive::validate_transaction(source, transaction, block_hash)
        }
    }

    impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
        fn offchain_worker(header: &<Block as BlockT>::Header) {
            Executive::offchain_worker(header)
        }
    }

    impl sp_consensus_babe::BabeApi<Block> for Runtime {
        fn configuration() -> sp_consensus_babe::BabeConfiguration {
            let epoch_config = Babe::epoch_config().unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
            sp_consensus_babe::BabeConfiguration {
                slot_duration: Babe::slot_duration(),
                epoch_length: <Runtime as pallet_babe::Config>::EpochDuration::get(),
                c: epoch_config.c,
                authorities: Babe::authorities().to_vec(),
                randomness: Babe::randomness(),
                allowed_slots: epoch_config.allowed_slots,
            }
        }

        fn current_epoch_start() -> sp_consensus_babe::Slot {
            Babe::current_epoch_start()
        }

        fn current_epoch() -> sp_consensus_babe::Epoch {
            Babe::current_epoch()
        }

        fn next_epoch() -> sp_consensus_babe::Epoch {
            Babe::next_epoch()
        }

        fn generate_key_ownership_proof(
            _slot: sp_consensus_babe::Slot,
            authority_id: BabeId,
        ) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
            KeyOwners::prove((sp_consensus_babe::KEY_TYPE, authority_id))
                .map(|proof| sp_consensus_babe::OpaqueKeyOwnershipProof::new(proof.encode()))
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
            key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            Babe::submit_unsigned_equivocation_report(
                equivocation_proof,
                key_owner_proof.decode()?,
            )
        }
    }

    impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
        fn grandpa_authorities() -> Vec<(GrandpaId, u64)> {
            Grandpa::grandpa_authorities()
        }

        fn current_set_id() -> sp_consensus_grandpa::SetId {
            pallet_grandpa::CurrentSetId::<Runtime>::get()
        }

        fn submit_report_equivocation_unsigned_extrinsic(
            equivocation_proof: sp_consensus_grandpa::EquivocationProof<
                <Block as BlockT>::Hash,
                NumberFor<Block>,
            >,
            key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
        ) -> Option<()> {
            Grandpa::submit_unsigned_equivocation_report(
                equivocation_proof,
                key_owner_proof.decode()?,
            )
        }

        fn generate_key_ownership_proof(
            _set_id: sp_consensus_grandpa::SetId,
            authority_id: GrandpaId,
        ) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
            KeyOwners::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
                .map(|proof| sp_consensus_grandpa::OpaqueKeyOwnershipProof::new(proof.encode()))
        }
    }

    impl pallet_opg_stake::api::StakeApi<Block, AccountId> for Runtime {
        fn stake_of(who: AccountId) -> pallet_opg_stake::StakeView<AccountId> {
            Stake::stake_of(who)
        }

        fn operator(who: AccountId) -> Option<pallet_opg_stake::OperatorView> {
            Stake::operator(who)
        }

        fn ranking(from: u32, count: u32) -> Vec<(AccountId, Balance)> {
            Stake::ranking(from, count)
        }

        fn rank(operator: AccountId) -> Option<u32> {
            Stake::rank(operator)
        }

        fn next_validators() -> Vec<AccountId> {
            Stake::next_validators()
        }

        fn pending_rewards(operator: AccountId, who: AccountId) -> (Balance, Balance) {
            Stake::pending_rewards(operator, who)
        }

        fn pending_slashes() -> Vec<(
            pallet_opg_stake::types::SlashId,
            pallet_opg_stake::types::PendingSlash<AccountId>,
        )> {
            Stake::pending_slashes()
        }
    }

    impl pallet_opg_models::api::ModelsApi<Block, AccountId> for Runtime {
        fn model(model: ModelHash) -> Option<pallet_opg_models::ModelView<AccountId>> {
            Models::model(model)
        }

        fn model_named(
            owner: Name,
            series: Name,
            release: Option<u32>,
        ) -> Option<pallet_opg_models::NamedView<AccountId>> {
            Models::model_named(owner, series, release)
        }

        fn models(
            after: Option<ModelHash>,
            count: u32,
        ) -> Vec<pallet_opg_models::ModelLine<AccountId>> {
            Models::models(after, count)
        }

        fn releases(owner: Name, series: Name, from: u32, count: u32) -> Vec<(u32, ModelHash)> {
            Models::releases(owner, series, from, count)
        }

        fn servers(
            model: ModelHash,
            from: u32,
            count: u32,
        ) -> Vec<pallet_opg_models::ServerView<AccountId>> {
            Models::servers(model, from, count)
        }

        fn offers_of(operator: AccountId) -> Vec<pallet_opg_models::OfferView> {
            Models::offers_of(operator)
        }

        fn attestation(
            model: ModelHash,
        ) -> Option<pallet_opg_models::AttestationView<AccountId>> {
            Models::attestation(model)
        }
    }

    impl pallet_opg_inference::api::InferenceApi<Block, AccountId> for Runtime {
        fn job(id: JobId) -> Option<pallet_opg_inference::JobView<AccountId>> {
            Inference::job(id)
        }

        fn assignments(
            worker: AccountId,
            from: JobId,
        ) -> (Vec<pallet_opg_inference::AssignmentView>, Option<JobId>) {
            Inference::assignments(worker, from)
        }

        fn quote(
            model: ModelHash,
            time: BlockNumber,
            coverage: Balance,
        ) -> Option<pallet_opg_inference::QuoteView> {
            Inference::quote(model, time, coverage)
        }

        fn would_take(who: AccountId, order: Order<AccountId>) -> Result<(), DispatchError> {
            Inference::would_take(who, order)
        }

        fn earned(
            worker: AccountId,
            model: ModelHash,
        ) -> Option<pallet_opg_inference::types::Accrued> {
            Inference::earned(worker, model)
        }

        fn standing_order(
            id: pallet_opg_inference::types::OrderId,
        ) -> Option<pallet_opg_inference::StandingView<AccountId>> {
            Inference::standing_order(id)
        }

        fn proof_context(id: JobId, payee: AccountId) -> Option<[u8; 32]> {
            Inference::proof_context(id, payee)
        }

        fn rules() -> pallet_opg_inference::types::Rules {
            Inference::rules()
        }
    }

    impl pallet_opg_oracle::api::OracleApi<Block, AccountId> for Runtime {
        fn value(feed: FeedId) -> Result<Answer, Unfit> {
            Oracle::value(feed)
        }

        fn tensor(window: Window) -> Result<Vec<u8>, Unfit> {
            Oracle::tensor(window)
        }

        fn feed(id: FeedId) -> Option<pallet_opg_oracle::FeedView<AccountId>> {
            Oracle::feed(id)
        }

        fn feeds(
            from: FeedId,
        ) -> (Vec<pallet_opg_oracle::FeedView<AccountId>>, Option<FeedId>) {
            Oracle::feeds(from)
        }

        fn duties(
            who: AccountId,
            from: FeedId,
        ) -> (Vec<pallet_opg_oracle::DutyView>, Option<FeedId>) {
            Oracle::duties(who, from)
        }

        fn candles(
            feed: FeedId,
            interval: Interval,
            from: Option<u32>,
        ) -> (Vec<Candle>, Option<u32>) {
            Oracle::candles(feed, interval, from)
        }

        fn rules() -> pallet_opg_oracle::Rules {
            Oracle::rules()
        }
    }

    impl pallet_opg_panels::api::PanelsApi<Block, AccountId> for Runtime {
        fn duties(who: AccountId) -> Vec<pallet_opg_panels::DutyView> {
            Panels::duties(who)
        }

        fn case(id: CaseId) -> Option<pallet_opg_panels::CaseView<AccountId>> {
            Panels::case(id)
        }

        fn panel_size(kind: Kind) -> PanelSize {
            Panels::panel_size(kind)
        }

        fn stakes() -> (Balance, Balance) {
            Panels::stakes()
        }

        fn verifiers() -> u32 {
            Panels::verifiers()
        }
    }

    impl pallet_opg_proofs::api::ProofsApi<Block> for Runtime {
        fn check(batch: Batch) -> Result<(), Refusal> {
            proofs::verify(&batch)
        }

        fn weight(batch: Batch) -> Weight {
            weighing::weight::<weights::pallet_opg_proofs::WeightInfo<Runtime>>(&batch)
        }
    }

    impl sp_authority_discovery::AuthorityDiscoveryApi<Block> for Runtime {
        fn authorities() -> Vec<sp_authority_discovery::AuthorityId> {
            AuthorityDiscovery::authorities()
        }
    }

    impl sp_session::SessionKeys<Block> for Runtime {
        fn generate_session_keys(
            owner: Vec<u8>,
            seed: Option<Vec<u8>>,
        ) -> sp_session::OpaqueGeneratedSessionKeys {
            SessionKeys::generate(&owner, seed).into()
        }

        fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
            SessionKeys::decode_into_raw_public_keys(&encoded)
        }
    }

    impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
        fn account_nonce(account: AccountId) -> Nonce {
            System::account_nonce(account)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
        for Runtime
    {
        fn query_info(
            extrinsic: <Block as BlockT>::Extrinsic,
            length: u32,
        ) -> RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_info(extrinsic, length)
        }

        fn query_fee_details(
            extrinsic: <Block as BlockT>::Extrinsic,
            length: u32,
        ) -> FeeDetails<Balance> {
            TransactionPayment::query_fee_details(extrinsic, length)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
        Block,
        Balance,
        RuntimeCall,
    > for Runtime {
        fn query_call_info(call: RuntimeCall, length: u32) -> RuntimeDispatchInfo<Balance> {
            TransactionPayment::query_call_info(call, length)
        }

        fn query_call_fee_details(call: RuntimeCall, length: u32) -> FeeDetails<Balance> {
            TransactionPayment::query_call_fee_details(call, length)
        }

        fn query_weight_to_fee(weight: Weight) -> Balance {
            TransactionPayment::weight_to_fee(weight)
        }

        fn query_length_to_fee(length: u32) -> Balance {
            TransactionPayment::length_to_fee(length)
        }
    }

    impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
        fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
            crate::genesis::use_our_addresses();
            build_state::<RuntimeGenesisConfig>(config)
        }

        fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
            get_preset::<RuntimeGenesisConfig>(id, crate::genesis::preset)
        }

        fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
            crate::genesis::preset_names()
        }
    }

    #[cfg(feature = "try-runtime")]
    impl frame_try_runtime::TryRuntime<Block> for Runtime {
        fn on_runtime_upgrade(
            checks: frame_try_runtime::UpgradeCheckSelect,
        ) -> (Weight, Weight) {
            let weight = Executive::try_runtime_upgrade(checks)
                .expect("a failed check must stop the dry run, with its reason");
            (weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
        }

        fn execute_block(
            block: <Block as BlockT>::LazyBlock,
            state_root_check: bool,
            signature_check: bool,
            select: frame_try_runtime::TryStateSelect,
        ) -> Weight {
            Executive::try_execute_block(block, state_root_check, signature_check, select)
                .expect("a failed check must stop the dry run, with its reason")
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    impl frame_benchmarking::Benchmark<Block> for Runtime {
        fn benchmark_metadata(extra: bool) -> (
            Vec<frame_benchmarking::BenchmarkList>,
            Vec<frame_support::traits::StorageInfo>,
        ) {
            crate::benchmarking::metadata(extra)
        }

        #[allow(non_local_definitions)]
        fn dispatch_benchmark(
            config: frame_benchmarking::BenchmarkConfig,
        ) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, String> {
            crate::benchmarking::dispatch(config)
        }
    }
}
