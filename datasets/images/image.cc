#include "datasets/images/image.h"

// libjpeg's header needs size_t and FILE.
#include <jpeglib.h>
#include <png.h>

#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/files.h"
#include "common/status_macros.h"

namespace duet::images {
namespace {

constexpr int kMaxJpegScans = 500;  // a progressive file of a few bytes can ask for days of work
constexpr int kJpegQuality = 92;

absl::Status CheckSize(int64_t width, int64_t height) {
  if (width < 1 || height < 1 || width > kMaxSide || height > kMaxSide || width * height > kMaxPixels) {
    return absl::InvalidArgumentError(absl::StrCat("image of ", width, " x ", height, ": sides must be 1 to ", kMaxSide,
                                                   " and pixels at most ", kMaxPixels));
  }
  return absl::OkStatus();
}

absl::StatusOr<Image> DecodePng(absl::string_view bytes) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()) == 0) {
    return absl::DataLossError(absl::StrCat("PNG: ", png.message));
  }
  if (absl::Status status = CheckSize(png.width, png.height); !status.ok()) {
    png_image_free(&png);
    return status;
  }
  const bool is_transparent = (png.format & PNG_FORMAT_FLAG_ALPHA) != 0;
  const bool is_grey = (png.format & PNG_FORMAT_FLAG_COLOR) == 0;
  png.format = is_transparent ? PNG_FORMAT_RGBA : is_grey ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  Image image{png.width, png.height, is_transparent ? 4 : is_grey ? 1 : 3, {}};
  image.pixels.resize(image.width * image.height * image.channels);
  if (png_image_finish_read(&png, /*background=*/nullptr, image.pixels.data(), /*row_stride=*/0, nullptr) == 0) {
    return absl::DataLossError(absl::StrCat("PNG: ", png.message));
  }
  return image;
}

// libjpeg reports errors by a call that must not return. A frame that longjmp leaves must hold nothing with a
// destructor: what needs one is in the caller's frame.
struct JpegErrors {
  jpeg_error_mgr manager;
  std::jmp_buf jump;
  char message[JMSG_LENGTH_MAX];  // the first warning or the error
};

void StopJpeg(j_common_ptr codec) {
  auto* errors = reinterpret_cast<JpegErrors*>(codec->err);
  errors->manager.format_message(codec, errors->message);
  std::longjmp(errors->jump, 1);
}

// Warnings have a negative level: data that is damaged but could be guessed.
void NoteJpegWarning(j_common_ptr codec, int level) {
  if (level < 0) StopJpeg(codec);
}

void LimitJpegScans(j_common_ptr codec) {
  if (reinterpret_cast<jpeg_decompress_struct*>(codec)->input_scan_number <= kMaxJpegScans) return;
  auto* errors = reinterpret_cast<JpegErrors*>(codec->err);
  std::snprintf(errors->message, sizeof(errors->message), "more than %d scans", kMaxJpegScans);
  std::longjmp(errors->jump, 1);
}

jpeg_error_mgr* Initialise(JpegErrors& errors) {
  jpeg_error_mgr* manager = jpeg_std_error(&errors.manager);
  manager->error_exit = StopJpeg;
  manager->emit_message = NoteJpegWarning;
  errors.message[0] = '\0';
  return manager;
}

struct JpegDecoder {
  JpegDecoder() {
    codec.err = Initialise(errors);
    progress.progress_monitor = LimitJpegScans;
  }
  ~JpegDecoder() { jpeg_destroy_decompress(&codec); }

  jpeg_decompress_struct codec{};
  jpeg_progress_mgr progress{};
  JpegErrors errors;
};

// False if libjpeg complained.
bool ReadJpegHeader(JpegDecoder& decoder, const unsigned char* bytes, size_t size) {
  if (setjmp(decoder.errors.jump) != 0) return false;
  jpeg_create_decompress(&decoder.codec);
  decoder.codec.progress = &decoder.progress;
  jpeg_mem_src(&decoder.codec, bytes, size);
  jpeg_read_header(&decoder.codec, TRUE);
  return true;
}

bool ReadJpegPixels(JpegDecoder& decoder, uint8_t* pixels, size_t stride) {
  if (setjmp(decoder.errors.jump) != 0) return false;
  jpeg_start_decompress(&decoder.codec);
  while (decoder.codec.output_scanline < decoder.codec.output_height) {
    JSAMPROW row = pixels + decoder.codec.output_scanline * stride;
    jpeg_read_scanlines(&decoder.codec, &row, 1);
  }
  jpeg_finish_decompress(&decoder.codec);
  return true;
}

absl::StatusOr<Image> DecodeJpeg(absl::string_view bytes) {
  JpegDecoder decoder;
  if (!ReadJpegHeader(decoder, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size())) {
    return absl::DataLossError(absl::StrCat("JPEG: ", decoder.errors.message));
  }
  jpeg_decompress_struct& codec = decoder.codec;
  RETURN_IF_ERROR(CheckSize(codec.image_width, codec.image_height));
  if (codec.jpeg_color_space == JCS_CMYK || codec.jpeg_color_space == JCS_YCCK) {
    return absl::InvalidArgumentError("JPEG: CMYK is not supported");
  }
  const bool is_grey = codec.jpeg_color_space == JCS_GRAYSCALE;
  codec.out_color_space = is_grey ? JCS_GRAYSCALE : JCS_RGB;
  Image image{codec.image_width, codec.image_height, is_grey ? 1 : 3, {}};
  image.pixels.resize(image.width * image.height * image.channels);
  if (!ReadJpegPixels(decoder, image.pixels.data(), image.width * image.channels)) {
    return absl::DataLossError(absl::StrCat("JPEG: ", decoder.errors.message));
  }
  return image;
}

struct JpegEncoder {
  JpegEncoder() { codec.err = Initialise(errors); }
  ~JpegEncoder() {
    jpeg_destroy_compress(&codec);
    std::free(buffer);
  }

  jpeg_compress_struct codec{};
  JpegErrors errors;
  unsigned char* buffer = nullptr;
  unsigned long size = 0;  // the type that libjpeg wants
};

bool WriteJpeg(JpegEncoder& encoder, const Image& image, int quality) {
  if (setjmp(encoder.errors.jump) != 0) return false;
  jpeg_compress_struct& codec = encoder.codec;
  jpeg_create_compress(&codec);
  jpeg_mem_dest(&codec, &encoder.buffer, &encoder.size);
  codec.image_width = image.width;
  codec.image_height = image.height;
  codec.input_components = image.channels;
  codec.in_color_space = image.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&codec);
  jpeg_set_quality(&codec, quality, /*force_baseline=*/TRUE);
  jpeg_start_compress(&codec, TRUE);
  while (codec.next_scanline < codec.image_height) {
    // libjpeg does not write to the row.
    JSAMPROW row = const_cast<uint8_t*>(image.pixels.data()) + codec.next_scanline * image.width * image.channels;
    jpeg_write_scanlines(&codec, &row, 1);
  }
  jpeg_finish_compress(&codec);
  return true;
}

}  // namespace

absl::Status CheckImage(const Image& image) {
  RETURN_IF_ERROR(CheckSize(image.width, image.height));
  if (image.channels != 1 && image.channels != 3 && image.channels != 4) {
    return absl::InvalidArgumentError(absl::StrCat("image of ", image.channels, " channels: must be 1, 3 or 4"));
  }
  const int64_t size = image.width * image.height * image.channels;
  if (static_cast<int64_t>(image.pixels.size()) != size) {
    return absl::InvalidArgumentError(absl::StrCat("image of ", image.width, " x ", image.height, " x ", image.channels,
                                                   " has ", image.pixels.size(), " values"));
  }
  return absl::OkStatus();
}

absl::StatusOr<Image> DecodeImage(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "\x89PNG\r\n\x1a\n")) return DecodePng(bytes);
  if (absl::StartsWith(bytes, "\xff\xd8\xff")) return DecodeJpeg(bytes);
  return absl::InvalidArgumentError("neither PNG nor JPEG");
}

absl::StatusOr<std::string> EncodePng(const Image& image) {
  RETURN_IF_ERROR(CheckImage(image));
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = image.width;
  png.height = image.height;
  png.format = image.channels == 1 ? PNG_FORMAT_GRAY : image.channels == 3 ? PNG_FORMAT_RGB : PNG_FORMAT_RGBA;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::string bytes(size, '\0');
  if (png_image_write_to_memory(&png, bytes.data(), &size, /*convert_to_8_bit=*/0, image.pixels.data(),
                                /*row_stride=*/0, nullptr) == 0) {
    return absl::InternalError(absl::StrCat("PNG: ", png.message));
  }
  bytes.resize(size);
  return bytes;
}

absl::StatusOr<std::string> EncodeJpeg(const Image& image, int quality) {
  RETURN_IF_ERROR(CheckImage(image));
  if (image.channels == 4) return absl::InvalidArgumentError("JPEG has no transparency: give 1 or 3 channels");
  if (quality < 1 || quality > 100) {
    return absl::InvalidArgumentError(absl::StrCat("JPEG quality ", quality, " must be 1 to 100"));
  }
  JpegEncoder encoder;
  if (!WriteJpeg(encoder, image, quality)) {
    return absl::InternalError(absl::StrCat("JPEG: ", encoder.errors.message));
  }
  return std::string(reinterpret_cast<const char*>(encoder.buffer), encoder.size);
}

absl::StatusOr<Image> ReadImage(absl::string_view path) {
  ASSIGN_OR_RETURN(const std::string bytes, ReadFile(path));
  absl::StatusOr<Image> image = DecodeImage(bytes);
  if (image.ok()) return image;
  return absl::Status(image.status().code(), absl::StrCat(path, ": ", image.status().message()));
}

absl::Status WriteImage(absl::string_view path, const Image& image) {
  const std::string name = absl::AsciiStrToLower(path);
  if (!IsImageName(name)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": give a name that ends in .png or .jpg"));
  }
  const absl::StatusOr<std::string> bytes =
      absl::EndsWith(name, ".png") ? EncodePng(image) : EncodeJpeg(image, kJpegQuality);
  if (!bytes.ok()) return absl::Status(bytes.status().code(), absl::StrCat(path, ": ", bytes.status().message()));
  return WriteFileAtomically(path, *bytes);
}

bool IsImageName(absl::string_view path) {
  const std::string name = absl::AsciiStrToLower(path);
  return absl::EndsWith(name, ".png") || absl::EndsWith(name, ".jpg") || absl::EndsWith(name, ".jpeg");
}

Image ToRgb(const Image& image) {
  if (image.channels == 3) return image;
  Image rgb{image.width, image.height, 3, {}};
  const int64_t num_pixels = image.width * image.height;
  rgb.pixels.resize(num_pixels * 3);
  for (int64_t i = 0; i < num_pixels; ++i) {
    for (int64_t c = 0; c < 3; ++c) {
      const uint8_t* pixel = &image.pixels[i * image.channels];
      rgb.pixels[i * 3 + c] = image.channels == 1 ? pixel[0] : (pixel[c] * pixel[3] + 127) / 255;
    }
  }
  return rgb;
}

}  // namespace duet::images
