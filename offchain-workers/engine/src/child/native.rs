//! ONNX Runtime's own interface, where it runs a model on memory that is there already: `ort` has no way
//! to give it memory for outputs that is not its own.

#![allow(unsafe_code)]

use crate::tensor::Dtype;
use ort::{
    memory::MemoryInfo,
    session::Session,
    sys,
    value::{DynValue, Tensor},
    AsPointer,
};
use std::{
    ffi::{c_char, CString},
    marker::PhantomData,
    ptr::{self, NonNull},
    sync::OnceLock,
};

/// A tensor over memory that somebody else has: to be read as an input, or to be written as an output.
pub struct View<'a>(NonNull<sys::OrtValue>, PhantomData<&'a mut [u8]>);

impl Drop for View<'_> {
    fn drop(&mut self) {
        // SAFETY: made by `View::new` and released nowhere else.
        unsafe { (ort::api().ReleaseValue)(self.0.as_ptr()) }
    }
}

impl<'a> View<'a> {
    pub fn of_input(dtype: Dtype, shape: &[i64], bytes: &'a [u8]) -> ort::Result<Self> {
        // Inputs are only read.
        Self::new(dtype, shape, bytes.as_ptr().cast_mut(), bytes.len())
    }

    pub fn of_output(dtype: Dtype, shape: &[i64], bytes: &'a mut [u8]) -> ort::Result<Self> {
        Self::new(dtype, shape, bytes.as_mut_ptr(), bytes.len())
    }

    fn new(dtype: Dtype, shape: &[i64], at: *mut u8, length: usize) -> ort::Result<Self> {
        let size = dtype.size().and_then(|size| usize::try_from(size).ok());
        if size.is_none_or(|size| at.align_offset(size) != 0) {
            return Err(ort::Error::new("a tensor that does not begin where its values may"));
        }
        static MEMORY: OnceLock<MemoryInfo<'static>> = OnceLock::new();
        let memory = MEMORY.get_or_init(MemoryInfo::default);
        let mut value = ptr::null_mut();
        // SAFETY: ONNX Runtime checks that the shape takes no more than `length` bytes, which are there as
        // long as this value is, and copies the shape.
        unsafe {
            ort::Error::result_from_status((ort::api().CreateTensorWithDataAsOrtValue)(
                memory.ptr(),
                at.cast(),
                length,
                shape.as_ptr(),
                shape.len(),
                number(dtype),
                &mut value,
            ))?;
        }
        let value = NonNull::new(value).ok_or_else(|| ort::Error::new("no tensor was made"))?;
        Ok(Self(value, PhantomData))
    }
}

/// An input, where it lies or as ONNX Runtime needs it.
pub enum Input<'a> {
    View(View<'a>),
    Strings(Tensor<String>),
}

/// Names of all inputs or all outputs, as C has them.
pub struct Names {
    pointers: Vec<*const c_char>,
    /// What they point to.
    _names: Vec<CString>,
}

impl Names {
    pub fn of<'a>(names: impl Iterator<Item = &'a str>) -> Option<Self> {
        let names = names.map(|name| CString::new(name).ok()).collect::<Option<Vec<_>>>()?;
        let pointers = names.iter().map(|name| name.as_ptr()).collect();
        Some(Self { pointers, _names: names })
    }
}

/// Runs a model. Outputs for which there is memory are written there; the others are returned.
pub fn run(
    session: &mut Session,
    (input_names, inputs): (&Names, &[Input<'_>]),
    (output_names, outputs): (&Names, &[Option<View<'_>>]),
) -> ort::Result<Vec<Option<DynValue>>> {
    if inputs.len() != input_names.pointers.len() || outputs.len() != output_names.pointers.len() {
        return Err(ort::Error::new("another number of tensors than of names"));
    }
    let inputs: Vec<*const sys::OrtValue> = inputs
        .iter()
        .map(|input| match input {
            Input::View(view) => view.0.as_ptr().cast_const(),
            Input::Strings(tensor) => tensor.ptr(),
        })
        .collect();
    let mut values: Vec<*mut sys::OrtValue> = outputs
        .iter()
        .map(|output| output.as_ref().map_or(ptr::null_mut(), |view| view.0.as_ptr()))
        .collect();
    // SAFETY: as many names as values, all of which live until this returns; nobody else runs the session.
    unsafe {
        ort::Error::result_from_status((ort::api().Run)(
            session.ptr().cast_mut(),
            ptr::null(),
            input_names.pointers.as_ptr(),
            inputs.as_ptr(),
            inputs.len(),
            output_names.pointers.as_ptr(),
            values.len(),
            values.as_mut_ptr(),
        ))?;
    }
    let made = outputs.iter().zip(values).map(|(given, value)| match given {
        Some(_) => None,
        // SAFETY: ONNX Runtime has made it for us with an allocator of the session.
        None => NonNull::new(value)
            .map(|value| unsafe { DynValue::from_ptr(value, Some(session.allocator())) }),
    });
    Ok(made.collect())
}

fn number(dtype: Dtype) -> sys::ONNXTensorElementDataType {
    use sys::ONNXTensorElementDataType as Of;
    match dtype {
        Dtype::F32 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT,
        Dtype::F64 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE,
        Dtype::F16 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16,
        Dtype::Bf16 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16,
        Dtype::I8 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8,
        Dtype::I16 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16,
        Dtype::I32 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32,
        Dtype::I64 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64,
        Dtype::U8 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8,
        Dtype::U16 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16,
        Dtype::U32 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32,
        Dtype::U64 => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64,
        Dtype::Bool => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL,
        Dtype::String => Of::ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING,
    }
}
