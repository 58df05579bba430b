/** Formats, labelled as records spell them; endings and long names are names. The ids are our own. */
export const format = `
atlas:format-nifti NIfTI; nii; nii.gz; NIfTI-1; NIfTI-2; Neuroimaging Informatics Technology Initiative
  atlas:format-cifti CIFTI; CIFTI-2; dscalar; dlabel; dtseries
atlas:format-gifti GIFTI; gii
atlas:format-dicom DICOM; dcm; Digital Imaging and Communications in Medicine
atlas:format-minc MINC; mnc; MINC2
atlas:format-nrrd NRRD; nhdr; nearly raw raster data
atlas:format-mgh MGH; mgz; FreeSurfer MGH
atlas:format-analyze Analyze 7.5
atlas:format-tiff TIFF; tif; tagged image file format
  atlas:format-ome-tiff OME-TIFF; ome.tif
  atlas:format-geotiff GeoTIFF
    atlas:format-cog Cloud Optimized GeoTIFF; COG; cloud-optimised GeoTIFF
atlas:format-zarr Zarr; Zarr array
  atlas:format-ome-zarr OME-Zarr; OME-NGFF; NGFF
atlas:format-n5 N5
atlas:format-precomputed Neuroglancer Precomputed; precomputed; Neuroglancer precomputed volume
atlas:format-jpeg JPEG; jpg
atlas:format-jpeg2000 JPEG 2000; jp2; JPEG2000
atlas:format-png PNG; portable network graphics
atlas:format-svs SVS; Aperio SVS
atlas:format-czi CZI; Carl Zeiss Image
atlas:format-hdf5 HDF5; h5; Hierarchical Data Format 5
  atlas:format-nwb NWB; Neurodata Without Borders
  atlas:format-h5ad H5AD; AnnData
atlas:format-netcdf NetCDF; NetCDF-4
atlas:format-grib GRIB; GRIB2
atlas:format-parquet Parquet; Apache Parquet
  atlas:format-geoparquet GeoParquet
atlas:format-csv CSV; comma-separated values
atlas:format-tsv TSV; tab-separated values
atlas:format-xlsx XLSX
atlas:format-json JSON
  atlas:format-geojson GeoJSON
atlas:format-xml XML
atlas:format-las LAS; LAZ; COPC
atlas:format-vtk VTK
atlas:format-swc SWC
atlas:format-tck TCK; MRtrix tracks
atlas:format-trk TRK; TrackVis
atlas:format-edf EDF; European Data Format
atlas:format-brainvision BrainVision; vhdr
atlas:format-fif FIF; Neuromag FIF
atlas:format-snirf SNIRF; Shared Near Infrared Spectroscopy Format
atlas:format-matlab MATLAB; MAT-file
atlas:format-numpy NumPy; npy; npz
atlas:format-fastq FASTQ; fq
atlas:format-bam BAM; binary alignment map
atlas:format-cram CRAM
atlas:format-vcf VCF; variant call format
atlas:format-bigwig bigWig
atlas:format-bids BIDS; Brain Imaging Data Structure
`
