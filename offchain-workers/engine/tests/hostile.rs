//! Models that mean ill, and files that are none.

mod common;

use common::{
    assert_sound, config, engine, floats, long, memory_of, onnx, refusal, start, within, Folder,
    MIB,
};
use onnx::{
    external, graph, graph_attribute, node, tensor_attribute, value, Message, BOOL, F32, I64,
};
use opg_engine::{Config, Dtype, Limits, ModelFile, Refusal, Tensor};
use std::time::{Duration, Instant};

fn one() -> Vec<Tensor> {
    vec![floats(&[1], &[1.0])]
}

#[tokio::test]
async fn a_model_that_loops_should_end_at_its_time_limit() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::endless());
    let begin = Instant::now();
    let limits = Limits { time: Duration::from_millis(700), ..Limits::default() };
    let refused = engine.run(&model, one(), limits).await;
    assert_eq!(refused, Err(Refusal::TimeLimit { milliseconds: 700 }));
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    assert_sound(&engine, &folder).await;
    assert_eq!(engine.status().replaced, 1);
}

#[tokio::test]
async fn a_model_that_takes_all_memory_should_be_refused_and_cost_no_child() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::filling(false));
    for elements in [25_000_000_000, i64::MAX / 8, 200_000_000] {
        let refused = refusal(&engine, &model, vec![long(elements)]).await;
        let overflow =
            matches!(&refused, Refusal::Failed(why) if why.to_string().contains("overflow"));
        assert!(refused == Refusal::OutOfMemory || overflow, "{elements}: {refused}");
        assert_sound(&engine, &folder).await;
    }
    let done = engine.run(&model, vec![long(1000)], within(20)).await;
    assert_eq!(done, Ok(vec![floats(&[], &[0.0])]));
    assert_eq!(engine.status().replaced, 0);
}

#[tokio::test]
async fn outputs_beyond_the_limit_should_be_refused() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::filling(true));
    let limits = Limits { output_bytes: MIB, ..within(20) };
    let fits = engine.run(&model, vec![long(MIB as i64 / 4)], limits).await.unwrap();
    assert_eq!(fits[0].data.len() as u64, MIB);
    let refused = engine.run(&model, vec![long(MIB as i64 / 4 + 1)], limits).await;
    assert_eq!(refused, Err(Refusal::OutputTooLarge { limit: MIB }));
    assert_sound(&engine, &folder).await;
}

#[tokio::test]
async fn files_that_a_model_names_should_never_be_opened() {
    let (engine, folder) = (engine().await, Folder::new());
    std::fs::write(folder.0.join("weights"), [0; 4]).unwrap();
    let absolute = folder.0.join("weights");
    let locations = [
        "/etc/passwd",
        "../../etc/passwd",
        "weights",
        absolute.to_str().unwrap(),
        "*/_ORT_MEM_ADDR_/*",
        "",
    ];
    for location in locations {
        let weights = external("w", &[1], location);
        let direct = graph(
            &[node("Add", &["x", "w"], &["y"], &[])],
            std::slice::from_ref(&weights),
            &[value("x", F32, &[Some(1)])],
            &[value("y", F32, &[Some(1)])],
        );
        // The same, three levels down.
        let constant = node("Constant", &[], &["r"], &[tensor_attribute("value", &weights)]);
        let branch = graph(&[constant], &[], &[], &[value("r", F32, &[Some(1)])]);
        let attributes =
            [graph_attribute("then_branch", &branch), graph_attribute("else_branch", &branch)];
        let nested = graph(
            &[node("If", &["c"], &["y"], &attributes)],
            &[],
            &[value("c", BOOL, &[])],
            &[value("y", F32, &[Some(1)])],
        );
        for (graph, inputs) in [
            (direct, one()),
            (nested, vec![Tensor { dtype: Dtype::Bool, shape: vec![], data: vec![1] }]),
        ] {
            let model = folder.model(&onnx::model(&graph));
            let refused = refusal(&engine, &model, inputs).await;
            assert!(matches!(&refused, Refusal::ExternalData(_)), "{location}: {refused}");
            let described = engine.describe(&model.path).await.unwrap();
            assert!(described.external_data, "{location}");
            assert_eq!(described.outputs[0].dtype, Dtype::F32);
        }
    }
}

#[tokio::test]
async fn a_file_cut_anywhere_should_be_no_model_and_cost_no_child() {
    let (engine, folder) = (engine().await, Folder::new());
    let whole = onnx::product(1, 8, 3, 1);
    for end in (0..whole.len()).step_by(7) {
        let model = folder.model(&whole[..end]);
        let refused = refusal(&engine, &model, vec![floats(&[1, 8], &[0.0; 8])]).await;
        let told = matches!(refused, Refusal::ModelInvalid(_) | Refusal::Unsupported(_));
        assert!(told, "{end} of {} bytes: {refused}", whole.len());
    }
    assert_eq!(engine.status().replaced, 0);
    assert_sound(&engine, &folder).await;
}

#[tokio::test]
async fn bytes_at_random_and_flipped_bits_should_never_reach_further_than_a_refusal() {
    let (engine, folder) = (engine().await, Folder::new());
    let mut state = 1u64;
    let mut random = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    for length in [0usize, 1, 10, 100, 10_000] {
        for _ in 0..20 {
            let bytes: Vec<u8> = (0..length).map(|_| random() as u8).collect();
            let refused = refusal(&engine, &folder.model(&bytes), one()).await;
            assert!(matches!(refused, Refusal::ModelInvalid(_)), "{refused}");
        }
    }
    let whole = onnx::chain(20);
    for _ in 0..500 {
        let mut flipped = whole.clone();
        let place = random() as usize % flipped.len();
        flipped[place] ^= 1 << (random() % 8);
        let limits = Limits { time: Duration::from_millis(300), ..Limits::default() };
        // Some still are models, of whatever kind.
        let _ = engine.run(&folder.model(&flipped), one(), limits).await;
    }
    assert_sound(&engine, &folder).await;
}

#[tokio::test]
async fn a_model_of_a_million_nodes_should_be_refused_soon_or_stopped_in_time() {
    let (first, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::chain(1_000_000));
    let refused = refusal(&first, &model, one()).await;
    assert!(matches!(refused, Refusal::ModelTooLarge { most: 50_000, .. }), "{refused}");
    assert_sound(&first, &folder).await;
    drop(first);
    // If someone allows as many.
    let second = start(Config { model_nodes: 2_000_000, ..config() }).await;
    let begin = Instant::now();
    let refused = second.run(&model, one(), within(3)).await.unwrap_err();
    let told =
        matches!(refused, Refusal::TimeLimit { .. } | Refusal::OutOfMemory | Refusal::Crashed(_));
    assert!(told && begin.elapsed() < Duration::from_secs(8), "{refused} {:?}", begin.elapsed());
    assert_sound(&second, &folder).await;
}

#[tokio::test]
async fn graphs_within_graphs_should_not_use_up_the_stack() {
    let (engine, folder) = (engine().await, Folder::new());
    let mut inner =
        graph(&[node("Identity", &["x"], &["r"], &[])], &[], &[], &[value("r", F32, &[Some(1)])]);
    for _ in 0..2000 {
        let branches = [
            graph_attribute("then_branch", &inner),
            graph_attribute("else_branch", &Message::new()),
        ];
        inner = graph(
            &[node("If", &["c"], &["r"], &branches)],
            &[],
            &[],
            &[value("r", F32, &[Some(1)])],
        );
    }
    let refused = refusal(&engine, &folder.model(&onnx::model(&inner)), one()).await;
    assert!(matches!(refused, Refusal::ModelTooLarge { .. }), "{refused}");
}

#[tokio::test]
async fn shapes_and_types_that_are_lies_should_be_told() {
    let (engine, folder) = (engine().await, Folder::new());
    // It says that it gives seven numbers, and gives as many as it is told.
    let nodes =
        [node("ConstantOfShape", &["n"], &["all"], &[]), node("Neg", &["all"], &["y"], &[])];
    let lie = graph(&nodes, &[], &[value("n", I64, &[Some(1)])], &[value("y", F32, &[Some(7)])]);
    let model = folder.model(&onnx::model(&lie));
    let refused = refusal(&engine, &model, vec![long(3)]).await;
    assert!(matches!(refused, Refusal::Failed(_) | Refusal::ModelInvalid(_)), "{refused}");
    // Weights of fewer bytes than their shape has.
    let short = onnx::tensor("w", F32, &[1 << 30], &[0; 4]);
    let nodes = [node("Add", &["x", "w"], &["y"], &[])];
    let lie = graph(
        &nodes,
        &[short],
        &[value("x", F32, &[Some(1)])],
        &[value("y", F32, &[Some(1 << 30)])],
    );
    let refused = refusal(&engine, &folder.model(&onnx::model(&lie)), one()).await;
    assert!(matches!(refused, Refusal::ModelInvalid(_)), "{refused}");
    // Another type than what is computed.
    let lie = graph(
        &[node("Neg", &["x"], &["y"], &[])],
        &[],
        &[value("x", F32, &[Some(1)])],
        &[value("y", I64, &[Some(1)])],
    );
    let refused = refusal(&engine, &folder.model(&onnx::model(&lie)), one()).await;
    assert!(matches!(refused, Refusal::ModelInvalid(_)), "{refused}");
    assert_eq!(engine.status().replaced, 0);
}

#[tokio::test]
async fn inputs_that_do_not_fit_should_be_told() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::product(2, 4, 1, 1));
    let wrong = [
        vec![],
        vec![floats(&[2, 4], &[0.0; 8]); 2],
        vec![floats(&[8], &[0.0; 8])],
        vec![floats(&[4, 2], &[0.0; 8])],
        vec![Tensor { dtype: Dtype::I32, shape: vec![2, 4], data: vec![0; 32] }],
        vec![Tensor { dtype: Dtype::F32, shape: vec![2, 4], data: vec![0; 31] }],
        vec![Tensor { dtype: Dtype::F32, shape: vec![u64::MAX, 4], data: vec![] }],
        vec![Tensor { dtype: Dtype::F32, shape: vec![1; 40], data: vec![0; 4] }],
    ];
    for inputs in wrong {
        let refused = refusal(&engine, &model, inputs.clone()).await;
        assert!(matches!(refused, Refusal::BadInput(_)), "{inputs:?}: {refused}");
    }
    let huge =
        Tensor { dtype: Dtype::U8, shape: vec![300 * MIB], data: vec![0; 300 * MIB as usize] };
    let refused = refusal(&engine, &model, vec![huge]).await;
    assert!(matches!(refused, Refusal::InputTooLarge { .. }), "{refused}");
    assert_eq!(engine.status().replaced, 0);
}

#[tokio::test]
async fn versions_and_operators_that_are_not_known_should_be_named() {
    let (engine, folder) = (engine().await, Folder::new());
    let shape = [Some(1)];
    let of = |operator| {
        graph(
            &[node(operator, &["x"], &["y"], &[])],
            &[],
            &[value("x", F32, &shape)],
            &[value("y", F32, &shape)],
        )
    };
    let refused =
        refusal(&engine, &folder.model(&onnx::model_of_opset(&of("Neg"), 999)), one()).await;
    assert!(
        matches!(&refused, Refusal::Opset(why) if why.to_string().contains("999")),
        "{refused}"
    );
    let refused = refusal(&engine, &folder.model(&onnx::model(&of("Frobnicate"))), one()).await;
    assert!(
        matches!(&refused, Refusal::Operator(why) if why.to_string().contains("Frobnicate")),
        "{refused}"
    );
}

#[tokio::test]
async fn a_file_that_is_not_what_its_hash_says_should_not_be_run() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::unary("Neg", F32, &[None]));
    let other = ModelFile { sha256: [7; 32], ..model.clone() };
    assert_eq!(refusal(&engine, &other, one()).await, Refusal::WrongHash);
    let missing = ModelFile { path: "/nowhere/model.onnx".into(), ..model.clone() };
    assert!(matches!(refusal(&engine, &missing, one()).await, Refusal::ModelUnavailable(_)));
    let folder_as_file = ModelFile { path: folder.0.clone(), ..model };
    assert!(matches!(refusal(&engine, &folder_as_file, one()).await, Refusal::ModelUnavailable(_)));
    assert_sound(&engine, &folder).await;
}

#[tokio::test]
async fn models_in_memory_should_stay_within_the_cache() {
    let cache = 24 * MIB;
    let engine = start(Config { cache, ..config() }).await;
    let folder = Folder::new();
    assert_sound(&engine, &folder).await;
    let children = engine.status().children;
    let before = memory_of(children[0]);
    let input = || vec![floats(&[1, 1000], &[0.5; 1000])];
    let mut most = 0;
    for seed in 0..40 {
        // Four megabytes of weights each.
        let model = folder.model(&onnx::product(1, 1000, 1, seed));
        engine.run(&model, input(), within(20)).await.unwrap();
        let pid = *engine.status().children.first().unwrap_or(&children[0]);
        if common::is_running(pid) {
            most = most.max(memory_of(pid));
        }
        std::fs::remove_file(&model.path).unwrap();
    }
    let used = most.saturating_sub(before);
    println!("at most {} MiB, with a cache of {} MiB", used / MIB, cache / MIB);
    println!("{} children replaced", engine.status().replaced);
    assert!(used < cache + 16 * MIB, "{used}");
    // The last one is still there, without its file.
    let last = onnx::product(1, 1000, 1, 39);
    let gone = folder.model(&last);
    std::fs::remove_file(&gone.path).unwrap();
    assert!(engine.run(&gone, input(), within(20)).await.is_ok());
    // The first one is not.
    let first = folder.model(&onnx::product(1, 1000, 1, 0));
    std::fs::remove_file(&first.path).unwrap();
    assert!(matches!(refusal(&engine, &first, input()).await, Refusal::ModelUnavailable(_)));
}
