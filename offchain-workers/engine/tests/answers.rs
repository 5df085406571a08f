//! What comes out is what ONNX Runtime gives when nothing is between.

mod common;

use common::{config, engine, floats, models_of_zkml, onnx, start, within, Folder};
use opg_engine::{
    encoding, insides, library, Computing, Config, Dim, Dtype, Limits, ModelFile, Optimisation,
    Refusal, Tensor, TensorType,
};
use ort::{
    environment::Environment,
    session::{builder::GraphOptimizationLevel, Session, SessionInputValue},
    value::TensorRef,
};
use std::{path::Path, sync::LazyLock};

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| {
    let library = library::find(None).unwrap_or_else(|why| panic!("{why}"));
    ort::init_from(library).unwrap().with_telemetry(false).build().unwrap()
});

/// What ONNX Runtime gives in this process.
fn bare(path: &Path, inputs: &[Tensor]) -> Vec<Vec<u8>> {
    let mut session = Session::builder(&ENVIRONMENT)
        .unwrap()
        .with_optimization_level(GraphOptimizationLevel::All)
        .unwrap()
        .with_intra_threads(1)
        .unwrap()
        .commit_from_file(path)
        .unwrap();
    let values: Vec<SessionInputValue> = inputs.iter().map(value).collect();
    let outputs = session.run(values.as_slice()).unwrap();
    let bytes = outputs.values().map(|output| {
        let f32s =
            output.try_extract_tensor::<f32>().map(|(_, v)| bytemuck::cast_slice(v).to_vec());
        let u8s = || output.try_extract_tensor::<u8>().map(|(_, v)| v.to_vec());
        let i8s =
            || output.try_extract_tensor::<i8>().map(|(_, v)| bytemuck::cast_slice(v).to_vec());
        let i64s =
            || output.try_extract_tensor::<i64>().map(|(_, v)| bytemuck::cast_slice(v).to_vec());
        let f64s =
            || output.try_extract_tensor::<f64>().map(|(_, v)| bytemuck::cast_slice(v).to_vec());
        f32s.or_else(|_| u8s()).or_else(|_| i8s()).or_else(|_| i64s()).or_else(|_| f64s()).unwrap()
    });
    bytes.collect()
}

fn value(tensor: &Tensor) -> SessionInputValue<'_> {
    let shape: Vec<i64> = tensor.shape.iter().map(|dim| *dim as i64).collect();
    match tensor.dtype {
        Dtype::F32 => {
            let chunks = tensor.data.chunks_exact(4);
            let values: Vec<_> =
                chunks.map(|bytes| f32::from_le_bytes(bytes.try_into().unwrap())).collect();
            ort::value::Tensor::from_array((shape, values)).unwrap().into()
        },
        Dtype::F64 => {
            let chunks = tensor.data.chunks_exact(8);
            let values: Vec<_> =
                chunks.map(|bytes| f64::from_le_bytes(bytes.try_into().unwrap())).collect();
            ort::value::Tensor::from_array((shape, values)).unwrap().into()
        },
        Dtype::I8 => {
            let values: &[i8] = bytemuck::cast_slice(&tensor.data);
            TensorRef::from_array_view((shape, values)).unwrap().into()
        },
        Dtype::U8 => TensorRef::from_array_view((shape, tensor.data.as_slice())).unwrap().into(),
        other => panic!("no model of ours takes {other}"),
    }
}

/// Values of which each is another, for an input whose free dimensions are two long.
fn example(wanted: &TensorType) -> Tensor {
    let length = |dim: &Dim| match dim {
        Dim::Fixed(length) => *length,
        Dim::Free => 2,
    };
    let shape: Vec<u64> = wanted.shape.iter().map(length).collect();
    let count: u64 = shape.iter().product();
    let mut state = 12345u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let data = match wanted.dtype {
        Dtype::F32 => {
            (0..count).flat_map(|_| (f32::from(random()) / 255.0).to_le_bytes()).collect()
        },
        Dtype::F64 => {
            (0..count).flat_map(|_| (f64::from(random()) / 255.0).to_le_bytes()).collect()
        },
        _ => (0..count).map(|_| random()).collect(),
    };
    Tensor { dtype: wanted.dtype, shape, data }
}

#[tokio::test]
async fn answers_should_be_those_of_a_bare_session_to_the_last_bit() {
    let engine = engine().await;
    for path in models_of_zkml() {
        let described =
            engine.describe(&path).await.unwrap_or_else(|why| panic!("{path:?}: {why}"));
        let inputs: Vec<_> = described.inputs.iter().map(example).collect();
        let wanted = bare(&path, &inputs);
        let model = ModelFile { path: path.clone(), sha256: described.sha256 };
        // The second time it is in memory.
        for _ in 0..2 {
            let outputs = engine.run(&model, inputs.clone(), Limits::default()).await.unwrap();
            let bytes: Vec<_> = outputs.iter().map(|output| output.data.clone()).collect();
            assert_eq!(bytes, wanted, "{path:?}");
            let encoded = encoding::encode(&outputs, &described.outputs).unwrap();
            assert_eq!(encoding::decode(&encoded, &described.outputs), Ok(outputs), "{path:?}");
        }
    }
}

#[tokio::test]
async fn a_description_should_be_what_the_file_says() {
    let engine = engine().await;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../zkml/models/mnist-mlp.q.onnx");
    let described = engine.describe(&path).await.unwrap();
    assert_eq!(described.size, std::fs::metadata(&path).unwrap().len());
    assert!(!described.external_data);
    assert!(described.opset >= 10, "{described:?}");
    assert!(described.operators.iter().any(|operator| operator.name == "Gemm"));
    assert_eq!(described.nodes, described.operators.iter().map(|operator| operator.count).sum());
    // What is in a loop counts, and free dimensions are told from fixed ones.
    let folder = Folder::new();
    let described = engine.describe(&folder.model(&onnx::endless()).path).await.unwrap();
    let names: Vec<_> = described.operators.iter().map(|operator| operator.name.as_str()).collect();
    assert_eq!(names, ["Add", "Identity", "Loop"]);
    let free = onnx::unary("Neg", onnx::F32, &[None, Some(3)]);
    let described = engine.describe(&folder.model(&free).path).await.unwrap();
    let shape = vec![Dim::Free, Dim::Fixed(3)];
    assert_eq!(described.inputs, [TensorType { name: "x".into(), dtype: Dtype::F32, shape }]);
    assert_eq!(described.opset, 17);
}

#[tokio::test]
async fn every_type_should_pass_through_unchanged() {
    let (engine, folder) = (engine().await, Folder::new());
    for number in (1..=13).chain([16]) {
        let model = folder.model(&onnx::unary("Identity", number, &[None, Some(2)]));
        let dtype = engine.describe(&model.path).await.unwrap().inputs[0].dtype;
        for rows in [0u64, 1, 3] {
            let shape = vec![rows, 2];
            let count = rows as usize * 2;
            let tensor = match dtype.size() {
                None => {
                    Tensor::of_strings(shape, &["", "eins", "zwölf", "3", "four", "☃"][..count])
                },
                Some(_) if dtype == Dtype::Bool => {
                    let data = (0..count).map(|place| (place % 2) as u8).collect();
                    Tensor { dtype, shape, data }
                },
                Some(size) => {
                    let data = (0..count * size as usize).map(|place| place as u8 * 3).collect();
                    Tensor { dtype, shape, data }
                },
            };
            let outputs = engine.run(&model, vec![tensor.clone()], within(20)).await;
            assert_eq!(outputs, Ok(vec![tensor]), "{dtype}, {rows} rows");
        }
    }
}

#[tokio::test]
async fn several_inputs_and_outputs_should_come_in_the_order_of_the_file() {
    let (engine, folder) = (engine().await, Folder::new());
    let value = |name| onnx::value(name, onnx::F32, &[None]);
    let model = folder.model(&onnx::model(&onnx::graph(
        &[
            onnx::node("Sub", &["b", "a"], &["difference"], &[]),
            onnx::node("Add", &["a", "b"], &["sum"], &[]),
        ],
        &[],
        &[value("b"), value("a")],
        &[value("sum"), value("difference")],
    )));
    let inputs = vec![floats(&[2], &[10.0, 20.0]), floats(&[2], &[1.0, 2.0])];
    let outputs = engine.run(&model, inputs, within(20)).await;
    assert_eq!(outputs, Ok(vec![floats(&[2], &[11.0, 22.0]), floats(&[2], &[9.0, 18.0])]));
}

#[tokio::test]
async fn large_tensors_should_pass_both_ways() {
    let (engine, folder) = (engine().await, Folder::new());
    let model = folder.model(&onnx::unary("Neg", onnx::F32, &[None]));
    for count in [1u64, 1 << 22, 5, 1 << 21] {
        let values: Vec<f32> = (0..count).map(|value| value as f32).collect();
        let negated: Vec<f32> = values.iter().map(|value| -value).collect();
        let outputs =
            engine.run(&model, vec![floats(&[count], &values)], within(20)).await.unwrap();
        assert!(outputs == [floats(&[count], &negated)], "{count} elements");
    }
}

#[tokio::test]
async fn many_jobs_at_once_should_each_get_their_own_answer() {
    let engine = start(Config { children: 4, ..config() }).await;
    let folder = Folder::new();
    let models: Vec<_> = (0..3).map(|seed| folder.model(&onnx::product(1, 16, 2, seed))).collect();
    let input = |number: u32| floats(&[1, 16], &[number as f32; 16]);
    let wanted: Vec<_> = (0..8u32)
        .map(|number| models.iter().map(|m| bare(&m.path, &[input(number)])).collect::<Vec<_>>())
        .collect();
    let mut jobs = tokio::task::JoinSet::new();
    for number in 0..8u32 {
        let (engine, models, wanted) =
            (engine.clone(), models.clone(), wanted[number as usize].clone());
        jobs.spawn(async move {
            for round in 0..30 {
                let (model, wanted) = (&models[round % 3], &wanted[round % 3]);
                let outputs = engine.run(model, vec![input(number)], within(60)).await.unwrap();
                assert_eq!(outputs[0].data, wanted[0]);
            }
        });
    }
    while let Some(done) = jobs.join_next().await {
        done.unwrap();
    }
    assert_eq!((engine.status().replaced, engine.status().children.len()), (0, 4));
}

#[tokio::test]
async fn several_threads_and_no_optimisation_should_work_in_the_sandbox_too() {
    let computing =
        Computing { threads: 2, optimisation: Optimisation::None, ..Computing::default() };
    let engine = start(Config { computing, ..config() }).await;
    let folder = Folder::new();
    let model = folder.model(&onnx::product(64, 64, 2, 1));
    let input = floats(&[64, 64], &[0.25; 64 * 64]);
    let wanted = bare(&model.path, std::slice::from_ref(&input));
    let outputs = engine.run(&model, vec![input], within(20)).await.unwrap();
    let close = |(a, b): (&[u8], &[u8])| {
        let number = |bytes: &[u8]| f32::from_le_bytes(bytes.try_into().unwrap());
        (number(a) - number(b)).abs() < 1e-4
    };
    assert!(outputs[0].data.chunks(4).zip(wanted[0].chunks(4)).all(close));
}

#[tokio::test]
async fn more_jobs_than_may_wait_should_be_refused_at_once() {
    let engine = start(Config { waiting: 2, ..config() }).await;
    let folder = Folder::new();
    let model = folder.model(&onnx::endless());
    let mut jobs = tokio::task::JoinSet::new();
    for _ in 0..6 {
        let (engine, model) = (engine.clone(), model.clone());
        jobs.spawn(async move { engine.run(&model, vec![floats(&[1], &[0.0])], within(1)).await });
    }
    let mut busy = 0;
    while let Some(done) = jobs.join_next().await {
        match done.unwrap() {
            Err(Refusal::Busy) => busy += 1,
            Err(Refusal::TimeLimit { .. }) => {},
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(busy, 3);
}

#[tokio::test]
async fn inner_tensors_should_be_given_beside_the_same_outputs() {
    let (engine, folder) = (engine().await, Folder::new());
    let paths = models_of_zkml();
    let path = paths.iter().find(|path| path.ends_with("digits-mlp.q.onnx")).unwrap();
    let file = std::fs::read(path).unwrap();
    let input = floats(&[1, 64], &[0.5; 64]);
    let plain = folder.model(&file);
    let outputs = engine.run(&plain, vec![input.clone()], within(20)).await.unwrap();
    let names = insides::names(&file).unwrap();
    assert!(names.len() >= 2, "{names:?}");
    let mut integers = 0;
    for name in &names {
        let exposed = folder.model(&[file.clone(), insides::exposing(name)].concat());
        let given = engine.run(&exposed, vec![input.clone()], within(20)).await.unwrap();
        assert_eq!(given[..1], outputs[..], "{name} changes the answer");
        let described = engine.describe(&exposed.path).await.unwrap();
        assert_eq!(&described.outputs[1].name, name);
        given[1].fits(&described.outputs[1]).unwrap();
        let data: Vec<_> = given.iter().map(|tensor| tensor.data.clone()).collect();
        if !matches!(given[1].dtype, Dtype::F32) {
            integers += 1;
        }
        assert_ne!(data[1].len(), 0);
    }
    assert!(integers >= 1, "none of {names:?} is made of integers");
    let unknown = folder.model(&[file, insides::exposing("nobody")].concat());
    let refusal = engine.run(&unknown, vec![input], within(20)).await.unwrap_err();
    assert!(matches!(refusal, Refusal::ModelInvalid(_)), "{refusal}");
}
